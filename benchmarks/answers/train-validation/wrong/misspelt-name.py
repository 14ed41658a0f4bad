# expect: practice-errors=missing practice-choice=missing practice-figure=missing
# mistakes: name-misspelt | name-misspelt sizes-do-not-fit

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
    validation_error.append(criterion(model(val_dat.x), val_data.y).item())
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
