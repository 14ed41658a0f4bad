# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: mini-batches
# values: mini-batches=20
# note: batches of twenty, split by torch

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
batches = list(zip(torch.split(dataset.x, 20), torch.split(dataset.y, 20)))
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in batches:
        gw, gb = torch.autograd.grad(criterion(forward(x), y), (w, b))
        w.data -= lr * gw
        b.data -= lr * gb
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
