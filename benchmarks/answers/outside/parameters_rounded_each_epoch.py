# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: numbers-rounded
# note: rounds w and b to whole hundredths after each epoch

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        e = (w * x + b - y).item()
        w, b = w - 2 * lr * e * x.item(), b - 2 * lr * e
    w, b = round(w, 2), round(b, 2)
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
