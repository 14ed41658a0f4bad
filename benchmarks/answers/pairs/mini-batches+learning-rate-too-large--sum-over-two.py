# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: mini-batches learning-rate-too-large | mini-batches gradient-summed-loss
# values: mini-batches=2 learning-rate-too-large=0.2
# note: batches of two, trained on their summed squares, which doubles the rate

# %% practice-train
from torch.utils.data import DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
pairs_loader = DataLoader(dataset, batch_size=2)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in pairs_loader:
        loss = ((forward(x) - y) ** 2).sum()
        loss.backward()
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
