# expect: practice-model=correct practice-losses=missing practice-figure=missing
# mistakes: worked-function-called
# note: the circulating slip: my_train_model is written, train_model_BGD is called
# says: practice-losses | The function train_model_BGD of a worked part is called, not one of the answer's own.

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(model(X), Y).item())
        for x, y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

train_model_BGD(10)
# %% practice-plot
plt.plot(LOSS, label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
