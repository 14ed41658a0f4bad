"""What an answer could take for its data by mistake: the names that are given, and the part that each plays."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from reference.solutions.names import Names, first_name, last_name
from reference.solutions.operators.slip import text
from reference.solutions.reading import Reading
from reference.solutions.reading.losses import Loss

DRAWN = frozenset({"randn", "rand", "normal", "randn_like", "rand_like", "normal_", "uniform_"})
MOST_OTHERS = 3


@dataclass(frozen=True)
class Data:
    """The data that a loss over all of them is measured on, as the answer writes them."""

    inputs: str
    targets: str
    clean: tuple[str, ...]
    """The targets without their noise, where they are a name or an attribute."""
    others: tuple[str, ...]
    """Further names and attributes that hold data."""


def data_of(reading: Reading, loss: Loss) -> Data:
    """The data of a loss."""
    inputs = text(loss.inputs) if loss.inputs is not None else ""
    targets = text(loss.target)
    clean = tuple(name for name in _without_noise(loss.target, reading.given) if name not in (inputs, targets))
    known = {inputs, targets, *clean}
    known |= {text(reading.given[name].node) for name in known if name in reading.given}  # `dataset.f` of `f`
    others = tuple(name for name in _all_data(reading.given, targets) if name not in known)
    return Data(inputs, targets, clean, others[:MOST_OTHERS])


def totals(reading: Reading) -> tuple[Loss, ...]:
    """The losses over all data that are recorded: those outside of the loop over batches."""
    loops = [training.batches for training in reading.trainings if training.batches is not None]
    losses = reading.losses_for("recorded", "both")
    return tuple(loss for loss in losses if not set(loops) & set(reading.tree.loops(loss.node)))


def _without_noise(target: ast.expr, given: Names) -> Iterator[str]:
    """What a target is made of, random numbers left out: `f` of `Y = f + noise * torch.randn(...)`."""
    known = given[target.id].node if isinstance(target, ast.Name) and target.id in given else None
    is_unpacked = isinstance(known, ast.Attribute) and given.kind(first_name(known)) == "dataset"
    held = known if is_unpacked else target  # by another name of what a data set holds
    owner = first_name(held) if isinstance(held, ast.Attribute) else ""
    made: ast.AST | None = given.attributes(owner).get(held.attr) if isinstance(held, ast.Attribute) else known
    if made is None or not (_is_drawn(made) or any(_is_drawn(given[n].node) for n in _names_in(made) if n in given)):
        return
    for node in ast.walk(made):
        if owner and isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
            path = f"{owner}.{node.attr}"
            plain = (name for name, other in given.items() if text(other.node) == path)
            yield next(plain, path) if is_unpacked else path
        elif not owner and isinstance(node, ast.Name) and given.kind(node.id) == "tensor":
            yield node.id


def _is_drawn(made: ast.AST) -> bool:
    """Whether random numbers take part."""
    return any(last_name(node) in DRAWN for node in ast.walk(made))


def _names_in(made: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(made) if isinstance(node, ast.Name))


def _all_data(given: Names, targets: str) -> list[str]:
    """Names and attributes that hold tensors; of attributes those that are called like the targets."""
    attributes = [
        f"{name}.{attribute}"
        for name in given.of("dataset")
        for attribute, made in given.attributes(name).items()
        if not isinstance(made, ast.Constant) and attribute not in ("len", "n", "n_samples")
    ]
    owner, _, last = targets.rpartition(".")
    alike = [name for name in attributes if name.rpartition(".")[2] == last]
    return alike if owner else [*given.of("tensor"), *attributes]
