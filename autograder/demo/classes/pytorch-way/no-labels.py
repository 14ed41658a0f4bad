# No labels.
# students: 1
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: wrong

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
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS)
plt.show()

# %% practice-explain [markdown]
# The optimizer does the updates for us.
