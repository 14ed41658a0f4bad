# A small optimiser of one's own.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
class Momentum:
    def __init__(self, params, lr, mu):
        self.params, self.lr, self.mu = params, lr, mu
        self.v = [torch.zeros_like(p) for p in params]

    def step(self):
        for v, p in zip(self.v, self.params):
            v.mul_(self.mu).add_(p.grad)
            p.data.sub_(self.lr * v)

    def zero_grad(self):
        for p in self.params:
            p.grad = None


opt = Momentum([w, b], lr, 0.8)
for step in range(60):
    opt.zero_grad()
    loss = criterion(forward(X), Y)
    loss.backward()
    LOSS.append(loss.tolist())
    opt.step()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
