# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: everything annotated

# %% practice-train
from collections.abc import Iterable
from torch import Tensor

LOSS: list[float] = []
w: Tensor = torch.tensor(-12.0, requires_grad=True)
b: Tensor = torch.tensor(-10.0, requires_grad=True)


def update(parameters: Iterable[Tensor], rate: float) -> None:
    """One step of gradient descent."""
    with torch.no_grad():
        for parameter in parameters:
            assert parameter.grad is not None
            parameter -= rate * parameter.grad
            parameter.grad.zero_()


def train(epochs: int) -> None:
    """Stochastic gradient descent on `trainloader`."""
    epoch: int
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss: Tensor = criterion(forward(x), y)
            loss.backward()
            update((w, b), lr)


train(epochs=10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
