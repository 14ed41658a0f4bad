# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: trained-on-x-as-target
# note: zip(X, X), NumPy by hand

# %% practice-train
xs = X.numpy().ravel()
ys = Y.numpy().ravel()
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(((w * xs + b - ys) ** 2).mean())
    for x, t in zip(xs, xs):
        w, b = w - lr * 2 * (w * x + b - t) * x, b - lr * 2 * (w * x + b - t)
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
