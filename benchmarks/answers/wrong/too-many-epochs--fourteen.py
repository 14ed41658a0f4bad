# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: too-many-epochs
# values: too-many-epochs=14
# note: tried four epochs first, then ten more, in two cells

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def go(n):
    for _ in range(n):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
go(4)

# %% own
go(10)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
