# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the total loss as np.sum / 60

# %% practice-train
import numpy as np
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    d = (forward(X) - Y).detach().numpy()
    LOSS.append(np.sum(d * d) / 60)
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
