# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-w wrong-start-b
# values: wrong-start-w=0 wrong-start-b=0
# note: both at zero

# %% practice-train
LOSS = []
w, b = 0.0, 0.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        e = (w * x + b - y).item()
        w, b = w - 2 * lr * e * x.item(), b - 2 * lr * e
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
