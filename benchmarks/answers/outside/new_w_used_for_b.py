# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: by hand, the step of b uses the w that was just changed

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        x, y = x.item(), y.item()
        w = w - lr * 2 * (w * x + b - y) * x
        b = b - lr * 2 * (w * x + b - y)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
