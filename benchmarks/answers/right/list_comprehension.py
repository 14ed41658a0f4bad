# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a function that trains one epoch and returns the loss before it

# %% practice-train
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def epoch():
    before = criterion(forward(X), Y).item()
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
    return before

LOSS = [epoch() for _ in range(10)]
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
