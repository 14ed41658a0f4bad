# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: pure function that returns history and parameters

# %% practice-train
def train(loader, X, Y, w0, b0, lr, epochs):
    w = torch.tensor(float(w0), requires_grad=True)
    b = torch.tensor(float(b0), requires_grad=True)
    hist = []
    for _ in range(epochs):
        hist.append(((w * X + b - Y) ** 2).mean().item())
        for x, y in loader:
            ((w * x + b - y) ** 2).mean().backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return hist, w, b

LOSS, w, b = train(trainloader, X, Y, -12, -10, lr, 10)
# %% practice-plot
def draw(values, name):
    plt.plot(values, label=name)
    plt.xlabel("epoch")
    plt.ylabel("loss")
    plt.legend()
    plt.show()

draw(LOSS, "LOSS")
