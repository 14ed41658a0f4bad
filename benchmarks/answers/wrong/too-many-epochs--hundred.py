# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: too-many-epochs
# values: too-many-epochs=100
# note: a hundred epochs by hand

# %% practice-train
w, b, LOSS = -12.0, -10.0, []
points = [(x.item(), y.item()) for x, y in trainloader]
for epoch in range(100):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in points:
        e = w * x + b - y
        w -= lr * 2 * e * x
        b -= lr * 2 * e
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
