# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the same by hand in single precision, parameters left as np.float32

# %% practice-train
import numpy as np
xs = np.array([p[0].item() for p in dataset], dtype=np.float32)
ys = np.array([p[1].item() for p in dataset], dtype=np.float32)
noisy = Y.numpy().ravel()
eta = np.float32(lr)
w = np.float32(-12)
b = np.float32(-10)
LOSS = np.zeros(10, dtype=np.float32)
for epoch in range(10):
    LOSS[epoch] = ((noisy - (w * xs + b)) ** 2).mean()
    for i in range(xs.size):
        residual = ys[i] - (w * xs[i] + b)
        w += eta * 2 * residual * xs[i]
        b += eta * 2 * residual
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
