"""What a made-up student writes into the answer cells of the first lab."""

from __future__ import annotations

from dataclasses import dataclass

GIVEN = """\
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
"""

PLOT = """\
plt.plot(LOSS, label="my training")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
"""

EXPLANATION = """\
1. The stochastic run makes sixty updates in an epoch, the batch run makes one.
2. Counted by updates it is behind: each update looks at one pair only and often undoes the one before.
3. It learns from targets without noise but is measured on noisy ones, and no single update is made to lower the total.
"""


@dataclass(frozen=True)
class Answer:
    """One way to answer."""

    name: str
    """What it shows, in kebab-case; a mistake's own name where it makes just that one"""
    train: str
    """all of the cell practice-train"""
    plot: str = PLOT
    explain: str = EXPLANATION
    added: tuple[str, ...] = ()
    """cells that the student added behind practice-train"""


def loop(body: str, name: str = "my_train_model", epochs: str = "10", call: bool = True) -> str:
    """The answer cell: the given lines, a training function of this body, and its call."""
    lines = "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())
    run = f"\n\n{name}({epochs})\n" if call else ""
    return f"{GIVEN}\n\ndef {name}(epochs):\n{lines}{run}"


def epoch(record: str = "LOSS.append(criterion(forward(X), Y).item())", update: str = "", after: str = "") -> str:
    """The body of a training function: what is recorded, then one update per pair, then what follows in the epoch."""
    inner = "".join(f"        {line}\n" for line in (update or UPDATE).splitlines())
    before = f"    {record}\n" if record else ""
    return f"for epoch in range(epochs):\n{before}    for x, y in trainloader:\n{inner}" + (
        f"    {after}\n" if after else ""
    )


UPDATE = """\
loss = criterion(forward(x), y)
loss.backward()
w.data = w.data - lr * w.grad.data
b.data = b.data - lr * b.grad.data
w.grad.data.zero_()
b.grad.data.zero_()
"""
