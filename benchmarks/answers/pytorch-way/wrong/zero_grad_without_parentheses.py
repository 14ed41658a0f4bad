# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: gradients-not-zeroed
# says: practice-losses | The line optimizer.zero_grad names a method and does not call it, so nothing happens there.
# note: `optimizer.zero_grad` names the method and does not call it

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad
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
