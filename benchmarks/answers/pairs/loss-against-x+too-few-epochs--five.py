# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-against-x too-few-epochs
# values: too-few-epochs=5
# note: against X for five epochs, by hand

# %% practice-train
import numpy as np
xs = X.numpy().ravel()
w, b, LOSS = -12.0, -10.0, []
for epoch in range(5):
    LOSS.append(np.mean((w * xs + b - xs) ** 2))
    for x, y in trainloader:
        e = 2 * (w * x.item() + b - y.item())
        w, b = w - lr * e * x.item(), b - lr * e
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
