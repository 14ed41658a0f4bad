# Right, by hand in NumPy.
# students: 1
# expect practice-errors: correct
# expect practice-choice: correct
# expect practice-figure: correct

# %% practice-train
import numpy as np

xs = train_data.x.numpy().astype(np.float64).ravel()
ys = train_data.y.numpy().astype(np.float64).ravel()
xv, yv = val_data.x.numpy().ravel(), val_data.y.numpy().ravel()
lines = []
for rate in learning_rates:
    w, b = -15.0, -10.0
    for epoch in range(5):
        for xi, yi in zip(xs, ys):
            e = w * xi + b - yi
            w -= 2 * rate * e * xi
            b -= 2 * rate * e
    lines.append((w, b))
train_error = np.array([np.mean((w * xs + b - ys) ** 2) for w, b in lines])
validation_error = np.array([np.mean((w * xv + b - yv) ** 2) for w, b in lines])
i = int(np.argmin(validation_error))
best_lr = learning_rates[i]
good_model = linear_regression(1, 1)
good_model.linear.weight.data.fill_(lines[i][0])
good_model.linear.bias.data.fill_(lines[i][1])

# %% practice-plot
plt.figure()
plt.loglog(learning_rates, train_error, "o", label="training data")
plt.loglog(learning_rates, validation_error, "x", label="validation data")
plt.title("errors")
plt.xlabel("lr")
plt.ylabel("mse")
plt.legend(loc="best")

# %% practice-explain [markdown]
# 1. The training error is lowest at the second rate, the validation error at the third. The training data have outliers, the validation data have none.
# 2. Then training error and validation error are the same, and the bent line wins without anybody noticing.
# 3. The lowest of 500 errors is low partly by luck. One needs data that took part in nothing.
