# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: the model is a bare nn.Linear, with the same two parameters

# %% practice-train
LOSS = []
model = nn.Linear(1, 1)
model.weight.data.fill_(-15.0)
model.bias.data.fill_(-10.0)
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset, 1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
