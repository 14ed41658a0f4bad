# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-of-last-sample
# note: keeps all sample losses of an epoch and takes the last

# %% practice-train
w, b = -12.0, -10.0
LOSS = []
for epoch in range(10):
    sample = []
    for x, y in dataset:
        err = w * float(x) + b - float(y)
        sample.append(err ** 2)
        w = w - lr * 2 * err * float(x)
        b = b - lr * 2 * err
    LOSS.append(sample[-1])
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
