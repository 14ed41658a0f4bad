# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-after-update trained-on-noisy-pairs
# note: the stochastic part repeated, recorded at the ends

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for x, y in zip(X, Y):
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(criterion(forward(X), Y).item())
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
