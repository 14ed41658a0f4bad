# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-halved learning-rate-too-small | loss-halved gradient-summed-loss | loss-halved
# values: learning-rate-too-small=0.05
# note: textbook cost 1/(2m) and its gradient, by hand

# %% practice-train
import numpy as np
x_np, y_np = X.numpy().ravel(), Y.numpy().ravel()
m = len(x_np)
w, b = -12.0, -10.0
LOSS = []
for epoch in range(10):
    LOSS.append(1 / (2 * m) * np.sum((w * x_np + b - y_np) ** 2))
    for x, y in trainloader:
        err = w * x.item() + b - y.item()
        w, b = w - lr * err * x.item(), b - lr * err
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
