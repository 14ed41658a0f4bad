# The criterion of the first worked training, in the updates.
# students: 1
# expect practice-losses: wrong
# expect practice-model: wrong
# expect practice-accuracy: missing
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
for epoch in range(8):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        loss = criterion_squared(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
