# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: start-recorded-extra
# note: keeps all eleven states and their losses

# %% practice-train
path = [(-12.0, -10.0)]
for epoch in range(10):
    w, b = path[-1]
    for x, y in trainloader:
        e = 2 * (w * x + b - y).item()
        w, b = w - lr * e * x.item(), b - lr * e
    path.append((w, b))
LOSS = [criterion(w * X + b, Y).item() for w, b in path]
w, b = path[-1]
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
