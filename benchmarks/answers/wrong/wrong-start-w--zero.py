# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-w
# values: wrong-start-w=0
# note: starts the slope at zero

# %% practice-train
LOSS = []
w = torch.zeros(1, requires_grad=True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
