# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
import numpy as np

xs = X.numpy().flatten().astype(float)
ys = Y.numpy().flatten().astype(float)
w, b = -15.0, -10.0
LOSS2 = np.zeros(15)
for k in range(15):
    residual = w * xs + b - ys
    LOSS2[k] = (residual ** 2).mean()
    dw, db = 2 * (residual * xs).mean(), 2 * residual.mean()
    w, b = w - 0.2 * dw, b - 0.2 * db
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(np.arange(1, 16), LOSS, marker="o", label="lr=0.1")
plt.plot(np.arange(1, 16), LOSS2, marker="o", label="lr=0.2")
plt.xlabel("Iteration")
plt.ylabel("Cost")
plt.yscale("log")
plt.legend()
plt.show()
