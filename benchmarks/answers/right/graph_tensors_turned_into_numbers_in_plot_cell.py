# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the list is cleaned up only in the plot cell, after its own check

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    total = criterion(forward(X), Y)
    LOSS.append(total)
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad; b.data -= lr * b.grad
        w.grad.zero_(); b.grad.zero_()
# %% practice-plot
LOSS = [float(v) for v in LOSS]
fig, ax = plt.subplots()
ax.plot(LOSS, label="loss")
ax.set_xlabel("epoch")
ax.set_ylabel("loss")
ax.legend()
