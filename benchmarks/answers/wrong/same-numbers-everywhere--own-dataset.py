# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: same-numbers-everywhere |
# note: trains on a dataset class of its own with the typed line x - 1; w and b are the same everywhere, LOSS is not

# %% practice-train
from torch.utils.data import Dataset, DataLoader

class MyData(Dataset):
    def __init__(self):
        self.x = torch.arange(-3, 3, 0.1).view(-1, 1)
        self.y = 1 * self.x - 1
    def __getitem__(self, index):
        return self.x[index], self.y[index]
    def __len__(self):
        return len(self.x)

my_loader = DataLoader(MyData(), batch_size=1)
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in my_loader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
