# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: gradients-not-zeroed|
# note: cleared at the start of an epoch only

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    optimizer.zero_grad()
    for x, y in trainloader:
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
