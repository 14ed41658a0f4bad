# NumPy, gradients by hand, the result is written into the model.
# students: 1
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
import numpy as np

xs, ys = X.numpy().ravel().astype(float), Y.numpy().ravel().astype(float)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
w, b = 6.0, -8.0
LOSS = []
for epoch in range(8):
    p = sigmoid(w * xs + b)
    LOSS.append(-np.mean(ys * np.log(p) + (1 - ys) * np.log(1 - p)))
    for k in (0, 10):
        x, y = xs[k:k + 10], ys[k:k + 10]
        e = sigmoid(w * x + b) - y
        w, b = w - lr * np.mean(e * x), b - lr * np.mean(e)
model = logistic_regression(1)
model.linear.weight.data[:] = w
model.linear.bias.data[:] = b
accuracy = np.mean((sigmoid(w * xs + b) > 0.5) == (ys > 0.5))
# %% practice-plot
plt.plot(LOSS, "o-", label="batch size 10, lr = 2")
plt.plot(LOSS_ENTROPY[:8], "x--", label="worked training")
plt.title('cross entropy')
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend(loc='best')
