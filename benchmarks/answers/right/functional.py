# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: torch.nn.functional with a weight matrix and a bias vector of one's own

# %% practice-train
import torch.nn.functional as F

LOSS = []
W = torch.full((1, 1), -12.0, requires_grad=True)
B = torch.full((1,), -10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(F.mse_loss(F.linear(X, W, B), Y).item())
    for x, y in trainloader:
        F.mse_loss(F.linear(x, W, B), y).backward()
        with torch.no_grad():
            W.sub_(W.grad, alpha=lr)
            B.sub_(B.grad, alpha=lr)
        W.grad, B.grad = None, None
w = W[0, 0]
b = B[0]
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
