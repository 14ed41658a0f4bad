# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
train_error = torch.zeros(len(learning_rates))
validation_error = torch.zeros(len(learning_rates))
MODELS = []
# %% own
def train_model(model, optimizer, epochs):
    for epoch in range(epochs):
        for x, y in trainloader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

# %% own
for lr in learning_rates:
    model = linear_regression(1, 1)
    model.state_dict()["linear.weight"][0] = -15
    model.state_dict()["linear.bias"][0] = -10
    train_model(model, optim.SGD(model.parameters(), lr=lr), 5)
    MODELS.append(model)

# %% own
for i, model in enumerate(MODELS):
    train_error[i] = criterion(model(train_data.x), train_data.y)
    validation_error[i] = criterion(model(val_data.x), val_data.y)
train_error = train_error.detach()
validation_error = validation_error.detach()

# %% own
i = torch.argmin(validation_error).item()
best_lr = learning_rates[i]
good_model = MODELS[i]

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
