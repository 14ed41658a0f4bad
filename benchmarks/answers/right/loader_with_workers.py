# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a DataLoader with two worker processes

# %% practice-train
from torch.utils.data import DataLoader

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
fast_loader = DataLoader(dataset, batch_size=1, shuffle=False, num_workers=2, persistent_workers=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in fast_loader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
