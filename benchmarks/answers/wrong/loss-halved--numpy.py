# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-halved
# note: NumPy, cost with a half but the full gradient

# %% practice-train
import numpy as np
xs, ys = X.numpy().ravel(), Y.numpy().ravel()
w, b = np.float64(-12), np.float64(-10)
LOSS = []
for epoch in range(10):
    r = ys - w * xs - b
    LOSS.append(np.mean(r ** 2) / 2)
    for x, y in trainloader:
        d = w * x.item() + b - y.item()
        w -= lr * 2 * d * x.item()
        b -= lr * 2 * d
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
