# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: nn.Parameter instead of tensors that require gradients

# %% practice-train
from torch.nn import Parameter
LOSS = []
w = Parameter(torch.tensor(-12.0))
b = Parameter(torch.tensor(-10.0))
optimizer = torch.optim.SGD((w, b), lr=lr, dampening=0, nesterov=False)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        optimizer.zero_grad(); loss.backward(); optimizer.step()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
