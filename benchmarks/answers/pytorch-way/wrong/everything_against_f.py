# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: clean-line-throughout
# note: the true line for the history and for the training
# never: inputs

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)

def my_train_model(iter):
    for epoch in range(iter):
        yhat = model(X)
        LOSS.append(criterion(yhat, f).item())
        for x, y in zip(X, f):
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
