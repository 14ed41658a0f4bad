# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-absolute
# note: np.abs

# %% practice-train
import numpy as np
LOSS = []
w, b = -12.0, -10.0
xs, ys = X.numpy(), Y.numpy()
for k in range(10):
    LOSS.append(np.abs(ys - (w * xs + b)).mean())
    for x, y in trainloader:
        x, y = x.item(), y.item()
        w, b = w - 2 * lr * (w * x + b - y) * x, b - 2 * lr * (w * x + b - y)
# %% practice-plot
epochs = list(range(len(LOSS)))
plt.scatter(epochs, LOSS, s=12, label="after each epoch")
plt.plot(epochs, LOSS, alpha=0.5, label="loss")
plt.xlabel("epochs")
plt.ylabel("loss")
plt.legend()
plt.show()
