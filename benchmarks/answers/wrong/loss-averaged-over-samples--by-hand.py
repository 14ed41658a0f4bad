# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-averaged-over-samples
# note: collects squared errors on the way

# %% practice-train
LOSS = []
w = -12.0
b = -10.0
n = len(dataset)
for epoch in range(10):
    cost = 0
    for i in range(n):
        x, y = dataset[i]
        x, y = x.item(), y.item()
        e = y - (w * x + b)
        cost = cost + e ** 2 / n
        w = w + lr * 2 * e * x
        b = b + lr * 2 * e
    LOSS.append(cost)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
