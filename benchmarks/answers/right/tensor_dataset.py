# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: TensorDataset of X and the true line

# %% practice-train
from torch.utils.data import TensorDataset, DataLoader

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
loader = DataLoader(TensorDataset(X, f), batch_size=1)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in loader:
        criterion(forward(x), y).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
