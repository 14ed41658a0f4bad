# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: legend and labels of the whole figure instead of the axes

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
import numpy as np
fig, ax = plt.subplots(layout="constrained")
ax.plot(np.arange(10), np.asarray(LOSS), label="LOSS")
fig.supxlabel("epoch")
fig.supylabel("total loss")
fig.legend()
fig.savefig("loss.png")
