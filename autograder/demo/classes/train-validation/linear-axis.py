# All right but the axis of the rates.
# students: 2
# expect practice-errors: correct
# expect practice-choice: correct
# expect practice-figure: wrong

# %% practice-train
def fit(lr, w=-15.0, b=-10.0):
    for epoch in range(5):
        for x, y in zip(train_data.x.view(-1).tolist(), train_data.y.view(-1).tolist()):
            e = w * x + b - y
            w, b = w - lr * 2 * e * x, b - lr * 2 * e
    model = linear_regression(1, 1)
    model.linear.weight.data.fill_(w)
    model.linear.bias.data.fill_(b)
    return model

MODELS = [fit(lr) for lr in learning_rates]
train_error = [criterion(m(train_data.x), train_data.y).item() for m in MODELS]
validation_error = [criterion(m(val_data.x), val_data.y).item() for m in MODELS]
best = validation_error.index(min(validation_error))
best_lr = learning_rates[best]
good_model = MODELS[best]

# %% practice-plot
plt.plot(learning_rates, train_error, label="training")
plt.plot(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The training error is lowest at the second rate, the validation error at the third. The training data have outliers, the validation data have none.
# 2. Then training error and validation error are the same, and the bent line wins without anybody noticing.
# 3. The lowest of 500 errors is low partly by luck. One needs data that took part in nothing.
