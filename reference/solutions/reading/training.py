"""A training in an answer: where it computes gradients, moves parameters and clears gradients, and in which loops."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reference.solutions.names import first_name, last_name, literal
from reference.solutions.reading.tree import Tree, call_name, with_attribute


@dataclass(frozen=True, eq=False)
class Training:
    """What belongs to one call of `backward`."""

    tree: Tree
    backward: ast.stmt

    @cached_property
    def loops(self) -> tuple[ast.For, ...]:
        """The loops round `backward`, from the inside out: in its function, then round the one call of that."""
        return tuple(_loops(self.tree, self.backward, frozenset()))

    @cached_property
    def batches(self) -> ast.For | None:
        """The loop over the batches of an epoch; `None` where each epoch makes one update."""
        inner = self.loops[0] if self.loops else None
        return inner if inner is not None and _goes_through_data(inner) else None

    @property
    def epochs(self) -> ast.For | None:
        """The loop over epochs."""
        outer = self.loops[self.batches is not None :]
        return outer[0] if outer else None

    @cached_property
    def rounds(self) -> int | None:
        """The number of epochs, where that is written out in the notebook."""
        counts = counted(self.epochs.iter) if self.epochs is not None else []
        values = {self.tree.value(source) for count in counts for source in self.tree.sources(count)}
        known = values.pop() if len(values) == 1 else None
        return None if known is None else int(known)

    @property
    def choices(self) -> ast.For | None:
        """The loop over several trainings, such as one for each learning rate."""
        outer = self.loops[1 + (self.batches is not None) :]
        return outer[0] if outer else None

    @property
    def is_apart(self) -> bool:
        """Whether an update is a function of its own, which the loops call."""
        return bool(self.loops) and not self.tree.loops(self.backward)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The parameters whose gradients the answer names, as it writes them: `w`, `model.linear.weight`."""
        asked = (node for statement in self._around for node in with_attribute(statement, "grad"))
        return tuple(dict.fromkeys(parameter_of(node) for node in asked))

    @cached_property
    def steps(self) -> tuple[ast.stmt, ...]:
        """Statements that have an optimiser move the parameters."""
        return tuple(statement for statement in self._around if call_name(statement) == "step")

    @cached_property
    def moves(self) -> tuple[tuple[str, ast.stmt], ...]:
        """Updates by hand: the parameter, and the statement that moves it."""
        pairs = ((self._moved(statement), statement) for statement in self._around)
        return tuple((parameter, statement) for parameter, statement in pairs if parameter)

    @cached_property
    def velocities(self) -> tuple[tuple[str, ast.stmt], ...]:
        """Assignments of something that is computed from a gradient: whose gradient, and the statement."""
        moving = [statement for _, statement in self.moves]
        found = []
        for statement in self._around:
            asked = with_attribute(statement.value, "grad") if isinstance(statement, ast.Assign | ast.AugAssign) else []
            if asked and statement not in moving and statement not in self.clears:
                found.append((parameter_of(asked[0]), statement))
        return tuple(found)

    @cached_property
    def clears(self) -> tuple[ast.stmt, ...]:
        """Statements that set gradients back to zero."""
        return tuple(statement for statement in self._around if _clears(statement))

    @cached_property
    def updating(self) -> tuple[ast.stmt, ...]:
        """All statements that an update consists of but for clearing, in order."""
        part = {*self.steps, *(s for _, s in self.moves), *(s for _, s in self.velocities)}
        return tuple(statement for statement in self._around if statement in part)

    @property
    def first_update(self) -> int:
        """The line at which a round of the loop over epochs begins to move parameters."""
        scope = self.tree.scope(self.backward)
        if self.is_apart and isinstance(scope, ast.FunctionDef):
            return self.tree.calls_of(scope)[0].lineno
        return min((statement.lineno for statement in self.updating), default=0)

    def tops(self, statements: Iterable[ast.stmt], loop: ast.For) -> list[ast.stmt]:
        """The statements of a loop's body that these stand in, each once; those outside of the loop are left out."""
        inside = (statement for statement in statements if loop in self.tree.loops(statement))
        return list(dict.fromkeys(self.tree.top(statement, loop) for statement in inside))

    def cleared(self, statement: ast.stmt) -> str:
        """The parameter whose gradient a statement clears; empty where it clears those of an optimiser."""
        asked = with_attribute(statement, "grad")
        return parameter_of(asked[0]) if asked else ""

    @property
    def _around(self) -> tuple[ast.stmt, ...]:
        """The simple statements of this training: those in its loops, or in its function where it has none."""
        outermost = self.epochs or self.batches or self.tree.scope(self.backward)
        inside = set(ast.walk(outermost))
        if self.is_apart:
            inside |= set(ast.walk(self.tree.scope(self.backward)))
        return tuple(s for s in self.tree.statements if s in inside and not hasattr(s, "body"))

    def _moved(self, statement: ast.stmt) -> str:
        target: ast.expr | None = None
        if isinstance(statement, ast.AugAssign):
            target = statement.target
        elif isinstance(statement, ast.Assign) and _adds(statement.value):
            target = statement.targets[0]
        elif call_name(statement) in ("sub_", "add_"):
            target = statement.value.func.value  # type: ignore[attr-defined]
        if target is None or with_attribute(target, "grad"):
            return ""
        parameter = ast.unparse(target).removesuffix(".data")
        return parameter if parameter in self.parameters else ""


def read_trainings(tree: Tree) -> tuple[Training, ...]:
    """The trainings of an answer, in the order of the text."""
    return tuple(Training(tree, statement) for statement in tree.statements if call_name(statement) == "backward")


def iterated(loop: ast.For) -> ast.expr:
    """What a loop goes through, without `enumerate`."""
    if isinstance(loop.iter, ast.Call) and last_name(loop.iter.func) == "enumerate" and loop.iter.args:
        return loop.iter.args[0]
    return loop.iter


def counted(iterated: ast.expr) -> list[ast.expr]:
    """The number of rounds of `range(n)` or `range(0, n)`."""
    is_range = isinstance(iterated, ast.Call) and last_name(iterated.func) == "range"
    return [iterated.args[min(1, len(iterated.args) - 1)]] if is_range and iterated.args else []  # type: ignore[attr-defined]


def parameter_of(gradient: ast.Attribute) -> str:
    """`w` of `w.grad` and of `w.data.grad`."""
    return ast.unparse(gradient.value).removesuffix(".data")


def _loops(tree: Tree, node: ast.AST, seen: frozenset[ast.AST]) -> Iterator[ast.For]:
    yield from tree.loops(node)
    scope = tree.scope(node)
    calls = tree.calls_of(scope) if isinstance(scope, ast.FunctionDef) and scope not in seen else []
    if len(calls) == 1:
        yield from _loops(tree, calls[0], seen | {scope})


def _adds(value: ast.expr) -> bool:
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add | ast.Sub)


def _goes_through_data(loop: ast.For) -> bool:
    """Whether a loop goes through data, not through numbers: it has pairs, or whatever else is no `range`."""
    pairs = iterated(loop)
    if pairs is not loop.iter:
        return not (isinstance(loop.target, ast.Tuple) and isinstance(loop.target.elts[-1], ast.Name))
    return isinstance(loop.target, ast.Tuple) and first_name(pairs) != "range"


def _clears(statement: ast.stmt) -> bool:
    if call_name(statement) == "zero_grad":
        return True
    if call_name(statement) in ("zero_", "fill_"):
        return bool(with_attribute(statement, "grad"))
    if isinstance(statement, ast.Assign):
        return all(map(_ends_in_grad, statement.targets)) and literal(statement.value) in (None, 0)
    return isinstance(statement, ast.AugAssign) and _ends_in_grad(statement.target) and literal(statement.value) == 0


def _ends_in_grad(target: ast.expr) -> bool:
    """Whether a target is `w.grad` or `w.grad.data`."""
    while isinstance(target, ast.Attribute) and target.attr == "data":
        target = target.value
    return isinstance(target, ast.Attribute) and target.attr == "grad"
