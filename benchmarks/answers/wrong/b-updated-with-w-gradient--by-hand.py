# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: b-updated-with-w-gradient
# note: forgets that the derivative for b has no x

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        diff = w * x.item() + b - y.item()
        w = w - lr * 2 * x.item() * diff
        b = b - lr * 2 * x.item() * diff
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
