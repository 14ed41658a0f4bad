# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-ascent | gradient-ascent diverged
# note: NumPy: error taken as y - yhat, sign of the step not turned

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
xs, ys = X.numpy(), Y.numpy()
for epoch in range(10):
    LOSS.append(((ys - w * xs - b) ** 2).mean())
    for x, y in trainloader:
        e = y.item() - (w * x.item() + b)
        w = w - lr * 2 * e * x.item()
        b = b - lr * 2 * e
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
