# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
def run(w0, b0, rate, n):
    w = torch.tensor(w0, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(b0, dtype=torch.float64, requires_grad=True)
    x, y = X.double(), Y.double()
    history = []
    for _ in range(n):
        loss = torch.mean((y - (w * x + b)) ** 2)
        history.append(loss.item())
        gw, gb = torch.autograd.grad(loss, [w, b])
        w = (w - rate * gw).detach().requires_grad_(True)
        b = (b - rate * gb).detach().requires_grad_(True)
    return history, w, b


LOSS2, w, b = run(-15.0, -10.0, 0.2, 15)
# %% practice-plot
plt.plot(LOSS, linestyle="solid", label="eta 0.1")
plt.plot(LOSS2, linestyle="dotted", label="eta 0.2")
plt.legend()
plt.xlabel("$n$")
plt.ylabel("$L(w, b)$")
