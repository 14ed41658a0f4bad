# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
model = linear_regression(1, 1).double()
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
for epoch in range(10):
    LOSS.append(criterion(model(X.double()), Y.double()).item())
    for x, y in trainloader:
        loss = criterion(model(x.double()), y.double())
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
