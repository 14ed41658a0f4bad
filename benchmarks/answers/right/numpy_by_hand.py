# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: NumPy with the gradients worked out on paper

# %% practice-train
import numpy as np
x_all = X.numpy().flatten()
y_all = Y.numpy().flatten()
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(np.mean((w * x_all + b - y_all) ** 2))
    for x, y in trainloader:
        x, y = x.item(), y.item()
        error = w * x + b - y
        w = w - lr * 2 * error * x
        b = b - lr * 2 * error
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
