# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a first try on one epoch, then everything is set back

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

go(1)   # just to see whether it works

# %% own
LOSS.clear()
w.data.fill_(-12)
b.data.fill_(-10)
go(10)
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
