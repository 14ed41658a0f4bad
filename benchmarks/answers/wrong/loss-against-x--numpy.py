# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-x
# note: by hand in NumPy, a slip of one letter

# %% practice-train
xs, ys = X.numpy(), Y.numpy()
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(((w * xs + b - xs) ** 2).mean())
    for x, y in trainloader:
        d = w * x.item() + b - y.item()
        w -= 2 * lr * d * x.item()
        b -= 2 * lr * d
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
