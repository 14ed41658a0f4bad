"""Momentum by hand, defined or used otherwise."""

from collections.abc import Iterator

from reference.solutions.edits import Edits, after, together, without
from reference.solutions.operators.slip import Slip, expression, text
from reference.solutions.reading import Reading
from reference.solutions.reading.tree import with_attribute


def velocity(reading: Reading) -> Iterator[Slip]:
    """The velocity as an average of gradients, and the parameters moved by the old one."""
    momenta = [quantity for quantity in reading.quantities if quantity.kind == "momentum"]
    for training in reading.trainings:
        if not (training.velocities and training.moves):
            continue
        statements = [statement for _, statement in training.velocities]
        for quantity in momenta:
            factor = text(quantity.places[0])
            edits: Edits = {
                node: [expression(f"((1 - {factor}) * {text(node)})")]
                for statement in statements
                for node in with_attribute(statement.value, "grad")  # type: ignore[attr-defined]
            }
            yield Slip("velocity-averaged", edits)
        last = training.updating[-1]
        if last not in statements:
            yield Slip("moved-before-velocity", together(without(*statements), after(last, *statements)))
