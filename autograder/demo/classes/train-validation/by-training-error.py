# Chooses by the training error.
# students: 3
# expect practice-errors: correct
# expect practice-choice: wrong, chosen-by-another-measure
# expect practice-figure: correct

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
best = train_error.index(min(train_error))
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
# 1. I think because of the outliers.
# 2. You would not see it.
