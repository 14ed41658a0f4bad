# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-against-x mini-batches
# values: mini-batches=5
# note: batches of five, record against X

# %% practice-train
from torch.utils.data import DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
loader5 = DataLoader(dataset = dataset, batch_size = 5)
for epoch in range(10):
    LOSS.append(criterion(forward(X), X).item())
    for x, y in loader5:
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
