# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a small trainer class

# %% practice-train
class Trainer:
    def __init__(self, w0, b0, rate):
        self.w = torch.tensor(w0, requires_grad=True)
        self.b = torch.tensor(b0, requires_grad=True)
        self.rate = rate
        self.losses = []

    def predict(self, x):
        return self.w * x + self.b

    def step(self, x, y):
        loss = criterion(self.predict(x), y)
        loss.backward()
        for p in (self.w, self.b):
            p.data -= self.rate * p.grad
            p.grad.zero_()

    def train(self, epochs):
        for _ in range(epochs):
            self.losses.append(criterion(self.predict(X), Y).item())
            for x, y in trainloader:
                self.step(x, y)
        return self


trainer = Trainer(-12.0, -10.0, lr).train(10)
LOSS, w, b = trainer.losses, trainer.w, trainer.b
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
