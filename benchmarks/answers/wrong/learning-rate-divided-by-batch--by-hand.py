# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-divided-by-batch | learning-rate-too-small
# note: NumPy, the batch formula 2/N used for one pair

# %% practice-train
import numpy as np
xs, ys = X.numpy().ravel(), Y.numpy().ravel()
N = float(len(xs))
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(np.sum((ys - (w * xs + b)) ** 2) / N)
    for x, y in trainloader:
        x, y = x.item(), y.item()
        w_gradient = -(2 / N) * x * (y - (w * x + b))
        b_gradient = -(2 / N) * (y - (w * x + b))
        w = w - lr * w_gradient
        b = b - lr * b_gradient
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
