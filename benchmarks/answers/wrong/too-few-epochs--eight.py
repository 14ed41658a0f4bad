# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: too-few-epochs
# values: too-few-epochs=8
# note: eight by hand in NumPy

# %% practice-train
import numpy as np
xs, ys = X.numpy().ravel(), Y.numpy().ravel()
LOSS = np.empty(8)
w, b = -12.0, -10.0
for k in range(len(LOSS)):
    LOSS[k] = np.mean((w * xs + b - ys) ** 2)
    for x, y in trainloader:
        d = 2 * (w * x.item() + b - y.item())
        w, b = w - lr * d * x.item(), b - lr * d
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
