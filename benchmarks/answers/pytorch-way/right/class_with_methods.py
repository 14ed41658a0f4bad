# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:

# %% practice-train
class Trainer:
    def __init__(self, rate, pairs):
        self.model = linear_regression(1, 1)
        self.model.linear.weight.data = torch.full((1, 1), -15.0)
        self.model.linear.bias.data = torch.full((1,), -10.0)
        self.optimizer = optim.SGD(self.model.parameters(), lr=rate)
        self.loader = DataLoader(dataset, batch_size=pairs)
        self.losses = []

    def total(self):
        with torch.no_grad():
            return criterion(self.model(X), Y).item()

    def epoch(self):
        self.losses.append(self.total())
        for x, y in self.loader:
            self.optimizer.zero_grad()
            criterion(self.model(x), y).backward()
            self.optimizer.step()


trainer = Trainer(0.1, 1)
for _ in range(10):
    trainer.epoch()
model, LOSS = trainer.model, trainer.losses
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")
