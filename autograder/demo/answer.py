"""What a made-up student writes into the answer cells, in any lab of the family.

Names with a dollar sign stand for what differs between labs, such as `$history`; `Practice.fill` puts them in.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One way to answer."""

    name: str
    """What it shows, in kebab-case; a mistake's own name where it makes just that one"""
    train: str
    """all of the cell practice-train"""
    plot: str = "$plot"
    explain: str = "$explanation"
    added: tuple[str, ...] = ()
    """cells that the student added behind practice-train"""


def loop(body: str, name: str = "my_train_model", epochs: str = "10", call: bool = True, given: str = "$given") -> str:
    """The answer cell: the given lines, a training function of this body, and its call."""
    lines = "".join(f"    {line}\n" if line else "\n" for line in body.splitlines())
    run = f"\n\n{name}({epochs})\n" if call else ""
    return f"{given}\n\ndef {name}(epochs):\n{lines}{run}"


def epoch(record: str = "$history.append(criterion(forward(X), Y).item())", update: str = "", after: str = "") -> str:
    """The body of a training function: what is recorded, then one update per batch, then what follows in the epoch."""
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
