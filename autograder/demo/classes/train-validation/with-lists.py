# Right, with lists.
# students: 3
# expect practice-errors: correct
# expect practice-choice: correct
# expect practice-figure: correct

# %% practice-train
train_error = []
validation_error = []
MODELS = []

for lr in learning_rates:
    model = linear_regression(1, 1)
    model.state_dict()["linear.weight"][0] = -15
    model.state_dict()["linear.bias"][0] = -10
    optimizer = optim.SGD(model.parameters(), lr=lr)

    for epoch in range(5):
        for x, y in trainloader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    train_error.append(criterion(model(train_data.x), train_data.y).item())
    validation_error.append(criterion(model(val_data.x), val_data.y).item())
    MODELS.append(model)

best = validation_error.index(min(validation_error))
best_lr = learning_rates[best]
good_model = MODELS[best]

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The training error is lowest at the second rate, the validation error at the third. The training data have outliers, the validation data have none.
# 2. Then training error and validation error are the same, and the bent line wins without anybody noticing.
# 3. The lowest of 500 errors is low partly by luck. One needs data that took part in nothing.
