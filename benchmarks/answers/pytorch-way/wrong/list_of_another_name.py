# expect: practice-model=correct practice-losses=missing practice-figure=correct
# mistakes: appended-to-another-list
# note: LOSS2, as in another lab, and no LOSS

# %% practice-train
LOSS2 = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
for epoch in range(10):
    LOSS2.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS2, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
