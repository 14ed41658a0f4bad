# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: start-not-set|optimiser-of-another-model|parameters-not-updated
# note: the start is set, the optimiser made, and then a new model

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
model = linear_regression(1, 1)
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in DataLoader(dataset=dataset, batch_size=1):
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
