# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: torch.func.grad of a pure loss function

# %% practice-train
from torch.func import grad

def loss_of(params, x, y):
    return torch.mean((params[0] * x + params[1] - y) ** 2)

step = grad(loss_of)
params = torch.tensor([-12.0, -10.0])
LOSS = []
for epoch in range(10):
    LOSS.append(loss_of(params, X, Y).item())
    for x, y in trainloader:
        params = params - lr * step(params, x, y)
w, b = params
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
