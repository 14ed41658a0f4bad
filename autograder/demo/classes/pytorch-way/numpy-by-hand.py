# Numpy by hand.
# students: 1
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
import numpy as np

xs = X.numpy().astype(np.float64).ravel()
ys = Y.numpy().astype(np.float64).ravel()
w_, b_ = -15.0, -10.0
LOSS = []
for epoch in range(10):
    LOSS.append(np.mean((w_ * xs + b_ - ys) ** 2))
    for xi, yi in zip(xs, ys):
        err = w_ * xi + b_ - yi
        w_ -= 0.1 * 2 * err * xi
        b_ -= 0.1 * 2 * err
model = linear_regression(1, 1)
model.state_dict()["linear.weight"].copy_(torch.tensor([[w_]]))
model.state_dict()["linear.bias"].copy_(torch.tensor([b_]))
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
