# expect: practice-losses=correct practice-parameters=wrong practice-figure=correct
# mistakes: result-kept-elsewhere
# says: practice-parameters | the parameters are as they were before the training
# note: the function moves its own arguments and returns only the losses

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

def fit(w, b, epochs):
    history = []
    for _ in range(epochs):
        history.append(torch.mean((w * X + b - Y) ** 2).item())
        for x, y in trainloader:
            gw, gb = torch.autograd.grad(torch.mean((w * x + b - y) ** 2), (w, b))
            w = (w - lr * gw).detach().requires_grad_()
            b = (b - lr * gb).detach().requires_grad_()
    return history


LOSS = fit(w, b, 10)

# %% practice-plot
plt.plot(LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
