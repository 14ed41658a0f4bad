# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: provokes warnings of torch and of its own

# %% practice-train
import warnings

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
X2 = torch.tensor(X)
Y2 = torch.tensor(Y)
warnings.warn("training starts")
for epoch in range(10):
    LOSS.append(criterion(forward(X2), Y2).item())
    for x, y in trainloader:
        torch.nn.functional.mse_loss(forward(x), y.flatten()).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
