# expect: practice-losses=correct practice-parameters=wrong practice-figure=correct
# mistakes:
# note: leaves the mean of w and b over the epochs instead of the last values

# %% practice-train
import numpy as np
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
ws, bs = [], []
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    ws.append(w.item()); bs.append(b.item())
w, b = np.mean(ws[5:]), np.mean(bs[5:])
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
