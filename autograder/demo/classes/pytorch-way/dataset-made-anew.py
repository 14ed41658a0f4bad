# Dataset made anew.
# students: 1
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
dataset = Data()
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

def train(n_epochs):
    global LOSS
    LOSS = []
    for e in range(n_epochs):
        LOSS.append(criterion(model(dataset.x), dataset.y).item())
        for x, y in trainloader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()

train(10)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
