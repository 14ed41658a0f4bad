# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: optimiser-of-another-model|parameters-not-updated
# says: practice-model | are those of another model
# note: an optimiser is made as `opt`, but the loop steps `optimizer`

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.linear.weight.data.fill_(-15.0)
model.linear.bias.data.fill_(-10.0)
opt = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
