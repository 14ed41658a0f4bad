# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: prediction-on-all-x
# note: NumPy, the gradient averaged over all inputs for each single target

# %% practice-train
import numpy as np
xs, ys = X.numpy().ravel(), Y.numpy().ravel()
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(np.mean((w * xs + b - ys) ** 2))
    for x, y in trainloader:
        diff = w * xs + b - y.item()
        w = w - lr * np.mean(2 * diff * xs)
        b = b - lr * np.mean(2 * diff)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
