# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: mini-batches
# values: mini-batches=10
# note: slices of ten points of the dataset

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
bs = 10
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for i in range(0, len(dataset), bs):
        xb, yb = dataset[i:i + bs]
        criterion(forward(xb), yb).backward()
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
