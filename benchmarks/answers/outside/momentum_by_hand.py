# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: an average of gradients kept by hand

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
vw = vb = 0.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        e = 2 * (w * x + b - y).item()
        vw = 0.5 * vw + 0.5 * e * x.item()
        vb = 0.5 * vb + 0.5 * e
        w -= lr * vw
        b -= lr * vb
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
