# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: w-updated-with-b-gradient
# note: forgets the inner derivative x

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
xs, ys = X.numpy(), Y.numpy()
for epoch in range(10):
    LOSS.append(float(((w * xs + b - ys) ** 2).mean()))
    for x, y in trainloader:
        diff = w * x.item() + b - y.item()
        w = w - lr * 2 * diff
        b = b - lr * 2 * diff
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
