"""Trainings that begin elsewhere: at other start values, at random, or where an earlier training ended."""

import ast
from collections.abc import Iterator

from reference.solutions.edits import Edits, after, before, together, without
from reference.solutions.names import keyword, last_name, literal
from reference.solutions.operators.slip import Slip, expression, number, text
from reference.solutions.reading import Reading
from reference.solutions.reading.values import Start, optimisers

MOST_STARTS = 5
"""Other start values that are tried for each parameter."""
MOST_WORKED = 3
MOST_MODELS = 3


def starts(reading: Reading) -> Iterator[Slip]:
    """Everything that can go wrong before the first update."""
    for start in reading.starts:
        yield from _other_values(reading, start)
    yield from _other_values_together(reading)
    yield from _not_reset(reading)
    yield from _not_set(reading)
    yield from _made_once(reading)
    yield from _optimiser(reading)


def _other_values(reading: Reading, start: Start) -> Iterator[Slip]:
    usual = start.value
    if usual is None:
        for pattern, shown in (("0 * {}", "0"), ("-{}", "the same with the other sign")):
            changed = expression(pattern.format(f"({text(start.place)})"))
            yield Slip("wrong-start", {start.place: [changed]}, f"{start.parameter} = {shown}")
        return
    others = (other.value for other in reading.starts if other.value is not None)
    found = dict.fromkeys(map(float, (*reading.worked.starts[-MOST_WORKED:], 0.0, -usual, 1.0, *others)))
    for value in [value for value in found if value != usual][:MOST_STARTS]:
        edits: Edits = {start.place: [number(value)]}
        if start.parameter in ("w", "b"):
            yield Slip(f"wrong-start-{start.parameter}", edits, value)
        else:
            yield Slip("wrong-start", edits, f"{start.parameter} = {value:g}")


def _other_values_together(reading: Reading) -> Iterator[Slip]:
    """All start values at once: as in the worked training, all zero, with the other sign, or two exchanged."""
    begun = [(start, start.value) for start in reading.starts if start.value is not None]
    usual = tuple(value for _, value in begun)
    worked = tuple(map(float, reading.worked.starts[-len(usual) :]))
    exchanged = usual[::-1] if len(usual) == 2 else usual
    others = dict.fromkeys((worked, (0.0,) * len(usual), tuple(-value for value in usual), exchanged))
    for values in (values for values in others if len(values) == len(usual)):
        if sum(one != other for one, other in zip(usual, values, strict=True)) > 1:
            said = ", ".join(f"{start.parameter} = {value:g}" for (start, _), value in zip(begun, values, strict=True))
            edits: Edits = {start.place: [number(value)] for (start, _), value in zip(begun, values, strict=True)}
            yield Slip("wrong-start", edits, said)


def _not_reset(reading: Reading) -> Iterator[Slip]:
    """Parameters and models that an earlier cell has trained, used as they are."""
    made = [
        statement
        for statement in reading.made("parameter", "model")
        if last_name(statement.targets[0]) in reading.given and not reading.tree.loops(statement)
    ]
    if not made:
        return
    names = {last_name(statement.targets[0]) for statement in made}
    of_them = [start.statement for start in reading.starts if _belongs(start.statement, names)]
    yield Slip("start-not-reset", without(*dict.fromkeys([*made, *of_them])))


def _not_set(reading: Reading) -> Iterator[Slip]:
    """Modules that keep the random start that torch gives them."""
    setting = [start.statement for start in reading.starts if not _makes_parameter(reading, start.statement)]
    statements = tuple(dict.fromkeys(setting))
    seeded = any(quantity.kind == "seed" for quantity in reading.quantities)
    if statements:
        yield Slip("start-not-set", without(*statements), random=not seeded)
        for statement in statements if seeded and len(statements) > 1 else ():
            yield Slip("start-not-set", without(statement))
        made = [s for s in reading.made("model") if _belongs(statements[-1], {last_name(s.targets[0])})]
        if made and not seeded and reading.tree.loops(made[-1]) == reading.tree.loops(statements[-1]):
            yield Slip("start-not-set", after(statements[-1], made[-1]))


def _made_once(reading: Reading) -> Iterator[Slip]:
    """One model for all of several trainings, which each goes on from where the last one ended."""
    for training in reading.trainings:
        loop = training.choices
        if loop is None:
            continue
        names = {last_name(s.targets[0]) for s in reading.made("model", "parameter") if loop in reading.tree.loops(s)}
        made = [s for s in reading.made("model", "parameter") if loop in reading.tree.loops(s)]
        begun = [s.statement for s in reading.starts if loop in reading.tree.loops(s.statement)]
        moved = [s for s in reading.tree.statements if s in {*made, *(b for b in begun if _belongs(b, names))}]
        if moved:
            yield Slip("start-not-reset", together(without(*moved), before(loop, *moved)))


def _optimiser(reading: Reading) -> Iterator[Slip]:
    """An optimiser of an earlier model, of another one, or of some parameters only."""
    for statement in reading.made("optimiser"):
        if last_name(statement.targets[0]) in reading.given:
            yield Slip("optimiser-of-another-model", without(statement))
    for call in optimisers(reading.tree):
        moved = keyword(call, "params", 0)
        if isinstance(moved, ast.List | ast.Tuple):
            yield from _without_one(moved)
        elif isinstance(moved, ast.Call) and last_name(moved.func) == "parameters":
            yield Slip("optimiser-over-some-parameters", {moved: [expression(f"list({text(moved)})[:1]")]}, "first")
            yield Slip("optimiser-over-some-parameters", {moved: [expression(f"list({text(moved)})[1:]")]}, "last")
            yield from _of_some_layers(reading, moved)
            own = text(moved.func.value)  # type: ignore[attr-defined]
            for other in reading.given.of("model")[:MOST_MODELS]:
                if other != own:
                    yield Slip("optimiser-of-another-model", {moved: [expression(f"{other}.parameters()")]})


def _of_some_layers(reading: Reading, moved: ast.Call) -> Iterator[Slip]:
    """The parameters of the first layers, or of the last ones, of a network that the answer makes."""
    layers = sum(last_name(made.func) == "Linear" for made in reading.tree.calls)
    for count in range(2, 2 * layers, 2):  # weights and biases
        rest = 2 * layers - count
        first, last = (expression(f"list({text(moved)}){place}") for place in (f"[:{count}]", f"[-{rest}:]"))
        yield Slip("optimiser-over-some-parameters", {moved: [first]}, f"first {count}")
        yield Slip("optimiser-over-some-parameters", {moved: [last]}, f"last {rest}")


def _without_one(moved: ast.List | ast.Tuple) -> Iterator[Slip]:
    names = [text(element) for element in moved.elts]
    for place, name in enumerate(names) if len(names) > 1 else ():
        edits: Edits = {moved: [ast.List([*moved.elts[:place], *moved.elts[place + 1 :]], ast.Load())]}
        if set(names) == {"w", "b"}:
            (kept,) = {"w", "b"} - {name}
            yield Slip(f"only-{kept}-updated", edits)
        else:
            yield Slip("one-parameter-not-updated", edits, name)


def _belongs(statement: ast.stmt, names: set[str]) -> bool:
    """Whether a statement is about one of these names."""
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(statement))


def _makes_parameter(reading: Reading, statement: ast.stmt) -> bool:
    """Whether a statement makes a new parameter, so that without it there is none, or an earlier one."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    return isinstance(value, ast.Call) and literal(keyword(value, "requires_grad")) is True
