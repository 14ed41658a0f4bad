# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-w
# values: wrong-start-w=-10
# note: both at -10

# %% practice-train
LOSS = []
w = b = -10.0
for epoch in range(10):
    LOSS.append(criterion(w * X + b, Y).item())
    for x, y in trainloader:
        e = 2 * (w * x + b - y).item()
        w, b = w - lr * e * x.item(), b - lr * e
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
