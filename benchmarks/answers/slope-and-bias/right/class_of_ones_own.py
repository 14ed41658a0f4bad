# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
class Line:
    def __init__(self, w, b):
        self.w = torch.tensor(float(w), requires_grad=True)
        self.b = torch.tensor(float(b), requires_grad=True)
        self.losses = []

    def predict(self, x):
        return self.w * x + self.b

    def fit(self, x, y, lr, iterations):
        for _ in range(iterations):
            loss = torch.nn.functional.mse_loss(self.predict(x), y)
            self.losses.append(loss.tolist())
            self.w.grad = self.b.grad = None
            loss.backward()
            for p in (self.w, self.b):
                p.data.add_(p.grad, alpha=-lr)
        return self


line = Line(-15, -10).fit(X, Y, lr=0.2, iterations=15)
LOSS2, w, b = line.losses, line.w, line.b
# %% practice-plot
plt.plot(LOSS)
plt.plot(LOSS2)
plt.legend(["0.1", "0.2"])
plt.xlabel("iteration")
plt.ylabel("loss")
plt.show()
