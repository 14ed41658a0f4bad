"""Operators: each makes one kind of typical mistake in an answer, in all the ways that its syntax tree offers."""

from reference.solutions.operators.calls import calls
from reference.solutions.operators.choice import choice
from reference.solutions.operators.clearing import clearing
from reference.solutions.operators.criterion import criterion
from reference.solutions.operators.loader import loader
from reference.solutions.operators.network import network
from reference.solutions.operators.recording import recording
from reference.solutions.operators.slip import Operator, Slip
from reference.solutions.operators.starts import starts
from reference.solutions.operators.targets import targets
from reference.solutions.operators.updating import updating
from reference.solutions.operators.values import values
from reference.solutions.operators.velocity import velocity

OPERATORS: tuple[Operator, ...] = (
    targets, recording, criterion, clearing, updating, velocity, loader, values, starts, network, calls, choice,
)  # fmt: skip
"""In the order in which they are asked: of two that come to the same code the first gives it its name."""

__all__ = ["OPERATORS", "Operator", "Slip"]
