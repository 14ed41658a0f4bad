# Detached tensors.
# students: 1
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

for epoch in range(10):
    LOSS.append(criterion(model(X), Y).detach())
    for i, data in enumerate(trainloader):
        x, y = data
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(len(LOSS)), LOSS, 'r.-', label='my training')
ax.semilogy(LOSS_SLOW, 'b.-', label='worked training')
ax.set_xlabel('Epochs')
ax.set_ylabel('Loss')
ax.legend()

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
