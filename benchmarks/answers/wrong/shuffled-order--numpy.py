# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: shuffled-order
# note: NumPy by hand, indices shuffled in place each epoch

# %% practice-train
import numpy as np
rng = np.random.default_rng()
xs, ts, ys = X.numpy().ravel(), f.numpy().ravel(), Y.numpy().ravel()
idx = np.arange(60)
w, b, LOSS = -12.0, -10.0, []
for _ in range(10):
    LOSS.append(np.mean((w * xs + b - ys) ** 2))
    rng.shuffle(idx)
    for i in idx:
        e = w * xs[i] + b - ts[i]
        w, b = w - 2 * lr * e * xs[i], b - 2 * lr * e
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
