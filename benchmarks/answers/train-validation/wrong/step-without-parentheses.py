# expect: practice-errors=wrong practice-choice=wrong practice-figure=correct
# mistakes: parameters-not-updated
# says: practice-errors | The line optimizer.step names a method and does not call it, so nothing happens there.

# %% practice-train
train_error = torch.zeros(len(learning_rates))
validation_error = torch.zeros(len(learning_rates))
MODELS = []

for i, lr in enumerate(learning_rates):
    model = linear_regression(1, 1)
    model.state_dict()["linear.weight"][0] = -15
    model.state_dict()["linear.bias"][0] = -10
    optimizer = optim.SGD(model.parameters(), lr=lr)

    for epoch in range(5):
        for x, y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step

    yhat = model(train_data.x)
    train_loss = criterion(yhat, train_data.y)
    train_error[i] = train_loss.item()

    yhat = model(val_data.x)
    validation_loss = criterion(yhat, val_data.y)
    validation_error[i] = validation_loss.item()
    MODELS.append(model)

best = torch.argmin(validation_error)
best_lr = learning_rates[best]
good_model = MODELS[best]

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
