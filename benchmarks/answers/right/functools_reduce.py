# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: folds over the pairs of an epoch

# %% practice-train
from functools import reduce

def one(p, xy):
    x, y = xy[0].item(), xy[1].item()
    e = p[0] * x + p[1] - y
    return p[0] - 2 * lr * e * x, p[1] - 2 * lr * e

p = (-12.0, -10.0)
LOSS = []
for _ in range(10):
    LOSS.append(torch.mean((p[0] * X + p[1] - Y) ** 2).item())
    p = reduce(one, trainloader, p)
w, b = p
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
