# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: shuffled-order
# note: an own loader with shuffle=True

# %% practice-train
from torch.utils.data import DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
shuffled = DataLoader(dataset, batch_size=1, shuffle=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in shuffled:
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
