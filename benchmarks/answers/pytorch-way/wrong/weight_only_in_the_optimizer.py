# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: optimiser-over-some-parameters
# note: the bias is not handed to the optimiser

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD([model.linear.weight], lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
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
