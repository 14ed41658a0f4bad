# Right, in functions and with lists.
# expect practice-errors: correct
# expect practice-choice: correct
# expect practice-figure: correct

# %% practice-train
def fitted(rate):
    model = linear_regression(1, 1)
    with torch.no_grad():
        model.linear.weight.fill_(-15)
        model.linear.bias.fill_(-10)
    optimizer = optim.SGD(model.parameters(), lr=rate)
    for epoch in range(5):
        for x, y in trainloader:
            optimizer.zero_grad()
            criterion(model(x), y).backward()
            optimizer.step()
    return model


def error(model, data):
    return float(torch.mean((model(data.x) - data.y) ** 2).detach())


MODELS = [fitted(rate) for rate in learning_rates]
train_error = [error(model, train_data) for model in MODELS]
validation_error = [error(model, val_data) for model in MODELS]
best_lr, good_model = min(zip(learning_rates, MODELS), key=lambda pair: error(pair[1], val_data))

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
