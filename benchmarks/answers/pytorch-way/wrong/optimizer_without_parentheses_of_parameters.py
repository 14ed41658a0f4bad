# expect: practice-model=missing practice-losses=missing practice-figure=missing
# mistakes: built-in-name-used
# note: model.parameters without parentheses: an exception

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters, lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
