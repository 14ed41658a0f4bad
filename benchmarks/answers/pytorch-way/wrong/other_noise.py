# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes:
# note: a data set of one's own, with noise that is drawn anew
# never: numbers that were typed

# %% practice-train
class MyData(Dataset):
    def __init__(self):
        self.x = torch.arange(-3, 3, 0.1).view(-1, 1)
        self.y = dataset.f + 0.1 * torch.randn(self.x.size())
    def __getitem__(self, i):
        return self.x[i], self.y[i]
    def __len__(self):
        return len(self.x)

mine = MyData()
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(mine.x), mine.y).item())
    for x, y in DataLoader(mine, batch_size=1):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
