# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update
# note: a function per epoch, then the loss

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def one_epoch():
    for x, y in trainloader:
        gw, gb = torch.autograd.grad(criterion(forward(x), y), [w, b])
        w.data -= lr * gw
        b.data -= lr * gb

def total():
    return criterion(forward(X), Y).item()

LOSS = [(one_epoch(), total())[1] for _ in range(10)]
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
