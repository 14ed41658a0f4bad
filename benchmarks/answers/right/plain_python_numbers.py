# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: no tensors at all in the loop, sums by hand

# %% practice-train
pairs = [(float(x), float(y)) for x, y in trainloader]
xs, ys = X.flatten().tolist(), Y.flatten().tolist()

LOSS = []
w = -12.0
b = -10.0
for _ in range(10):
    s = 0.0
    for x, y in zip(xs, ys):
        s += (w * x + b - y) ** 2
    LOSS.append(s / len(xs))
    for x, y in pairs:
        r = w * x + b - y
        w, b = w - 2 * lr * r * x, b - 2 * lr * r
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
