# Loss against x.
# students: 1
# expect practice-model: correct
# expect practice-losses: wrong
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(model(X), X).item())
        for x, y in trainloader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()

# %% practice-explain [markdown]
# The optimizer does the updates for us.
