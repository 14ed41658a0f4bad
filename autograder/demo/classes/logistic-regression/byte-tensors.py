# The comparison of older notebooks, through ByteTensor.
# students: 1
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
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
        yhat = model(x)
        loss = criterion(yhat, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
yhat = model(X)
label = yhat > 0.5
accuracy = torch.mean((label == Y.type(torch.ByteTensor)).type(torch.float))
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
