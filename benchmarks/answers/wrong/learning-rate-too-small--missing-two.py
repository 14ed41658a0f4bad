# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-small | gradient-summed-loss
# values: learning-rate-too-small=0.05
# note: gradient by hand without the factor two, the same as half the rate

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(criterion(w * X + b, Y).item())
    for x, y in trainloader:
        diff = w * x.item() + b - y.item()
        w = w - lr * diff * x.item()
        b = b - lr * diff
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
