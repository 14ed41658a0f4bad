# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:

# %% practice-train
class Classifier:
    def __init__(self):
        self.model = logistic_regression(1)
        self.model.load_state_dict({"linear.weight": torch.tensor([[6.0]]), "linear.bias": torch.tensor([-8.0])})
        self.opt = optim.SGD(self.model.parameters(), lr=lr)
        self.history = []

    def fit(self, loader, n):
        for _ in range(n):
            self.history.append(criterion(self.model(X), Y).item())
            for x, y in loader:
                self.opt.zero_grad()
                criterion(self.model(x), y).backward()
                self.opt.step()
        return self

    def score(self, x, y):
        return ((self.model(x) > 0.5) == (y > 0.5)).sum().item() / len(y)


c = Classifier().fit(DataLoader(dataset, batch_size=10), 8)
model, LOSS, accuracy = c.model, c.history, c.score(X, Y)
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
