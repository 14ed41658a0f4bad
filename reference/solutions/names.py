"""What the names of a notebook stand for, as far as its syntax shows."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal[
    "import", "function", "criterion", "model class", "dataset class", "class",
    "model", "optimiser", "loader", "dataset", "parameter", "tensor", "list", "number", "text", "other",
]  # fmt: skip
OPTIMISERS = frozenset({"SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "NAdam", "RAdam", "Rprop", "ASGD"})
DATASETS = frozenset({"TensorDataset", "Subset", "ConcatDataset"})
_TENSOR_MAKERS = frozenset({"torch", "np", "numpy"})
_REDUCERS = frozenset({"mean", "sum"})
_WORDS_OF_COST = ("criterion", "loss", "cost", "error", "entropy")


@dataclass(frozen=True)
class Known:
    """A name and what it is bound to."""

    name: str
    kind: Kind
    node: ast.AST
    """The definition, or the expression that is assigned."""

    @property
    def literal(self) -> Any:
        """The value where it is written out as a literal, else `None`."""
        return literal(self.node)


@dataclass(frozen=True)
class Names(Mapping[str, Known]):
    """Name to what it stands for; of several bindings the last."""

    known: Mapping[str, Known] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Known:
        """What `name` stands for; raises `KeyError` where nothing binds it."""
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they were bound first."""
        return iter(self.known)

    def __len__(self) -> int:
        """The number of names."""
        return len(self.known)

    def of(self, *kinds: Kind) -> tuple[str, ...]:
        """The names of these kinds."""
        return tuple(name for name, known in self.known.items() if known.kind in kinds)

    def kind(self, name: str) -> Kind | None:
        """What `name` stands for, `None` where nothing binds it."""
        return self.known[name].kind if name in self.known else None

    def attributes(self, name: str) -> Mapping[str, ast.expr]:
        """The attributes that an instance gets in its class's `__init__`, where both are the notebook's own."""
        node = self.known[name].node if name in self.known else None
        made_by = self.known.get(last_name(node.func)) if isinstance(node, ast.Call) else None
        if made_by is None or not isinstance(made_by.node, ast.ClassDef):
            return {}
        found: dict[str, ast.expr] = {}
        for assign in ast.walk(made_by.node):
            if isinstance(assign, ast.Assign):
                targets = (part for target in assign.targets for part in getattr(target, "elts", [target]))
                found.update((last_name(target), assign.value) for target in targets if _is_own(target))
        return found


def read_names(trees: Iterable[ast.Module], before: Names | None = None) -> Names:
    """The names that cells bind, one after the other; names bound inside functions and classes are left out."""
    known = dict(before.known) if before else {}
    for tree in trees:
        for statement in _statements(tree.body):
            for name, kind, node in _bound(statement, Names(known)):
                known[name] = Known(name, kind, node)
    return Names(known)


def last_name(node: ast.AST) -> str:
    """`SGD` of `torch.optim.SGD`, the empty string of what is neither a name nor an attribute."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def first_name(node: ast.AST) -> str:
    """`model` of `model.linear.weight[0]`, the empty string where no name stands at the beginning."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def literal(node: ast.AST | None) -> Any:
    """The value of a literal, else `None`."""
    try:
        return ast.literal_eval(node) if isinstance(node, ast.expr) else None
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def keyword(call: ast.Call, name: str, place: int | None = None) -> ast.expr | None:
    """The argument of a call that is given by keyword, or at a place."""
    for given in call.keywords:
        if given.arg == name:
            return given.value
    return call.args[place] if place is not None and place < len(call.args) else None


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run in the notebook's own namespace, those in loops and conditions too."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for part in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, part, []))


def _bound(statement: ast.stmt, names: Names) -> Iterator[tuple[str, Kind, ast.AST]]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            yield (alias.asname or alias.name.split(".")[0]), "import", statement
    elif isinstance(statement, ast.FunctionDef):
        yield statement.name, "criterion" if is_criterion(statement) else "function", statement
    elif isinstance(statement, ast.ClassDef):
        yield statement.name, _class_kind(statement, names), statement
    elif isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from _assigned(target, statement.value, names)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        yield from _assigned(statement.target, statement.value, names)
    elif isinstance(statement, ast.For):
        yield from _assigned(statement.target, None, names)


def _assigned(
    target: ast.expr, value: ast.expr | None, names: Names, whole: ast.expr | None = None
) -> Iterator[tuple[str, Kind, ast.AST]]:
    """What a target binds; where several are given parts of one `whole`, that is all that is known of each."""
    if isinstance(target, ast.Name):
        yield target.id, "other" if value is None else value_kind(value, names), value or whole or target
    elif isinstance(target, ast.Tuple | ast.List):
        several = value.elts if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts) else ()
        for place, part in enumerate(target.elts):
            yield from _assigned(part, several[place] if several else None, names, value or whole)


def is_criterion(function: ast.FunctionDef) -> bool:
    """Whether a function takes predictions and targets and gives one number."""
    if len(function.args.args) != 2 or any(isinstance(node, ast.For | ast.While) for node in ast.walk(function)):
        return False
    calls = {last_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    sounds = any(word in function.name.lower() for word in _WORDS_OF_COST)
    return bool(calls & _REDUCERS) or (sounds and bool(calls))


def _class_kind(node: ast.ClassDef, names: Names) -> Kind:
    bases = {last_name(base) for base in node.bases}
    if "Module" in bases or any(names.kind(base) == "model class" for base in bases):
        return "model class"
    return "dataset class" if "Dataset" in bases else "class"


def value_kind(value: ast.expr, names: Names) -> Kind:
    """What an expression gives."""
    if isinstance(value, ast.Call):
        return _call_kind(value, names)
    if isinstance(value, ast.List | ast.ListComp):
        return "list"
    if isinstance(value, ast.Name):
        return names.kind(value.id) or "other"
    known = literal(value)
    if isinstance(known, int | float):
        return "number"
    if isinstance(known, str):
        return "text"
    if isinstance(value, ast.BinOp | ast.UnaryOp | ast.Subscript | ast.Compare | ast.Attribute):
        parts = (node for node in ast.walk(value) if isinstance(node, ast.Name))
        return "tensor" if any(names.kind(part.id) in ("tensor", "dataset") for part in parts) else "other"
    return "other"


def _call_kind(call: ast.Call, names: Names) -> Kind:
    maker, origin = last_name(call.func), first_name(call.func)
    of_class: dict[Kind | None, Kind] = {"model class": "model", "dataset class": "dataset"}
    if isinstance(call.func, ast.Name) and names.kind(maker) in of_class:
        return of_class[names.kind(maker)]
    if maker in OPTIMISERS:
        return "optimiser"
    if maker == "DataLoader":
        return "loader"
    if maker in DATASETS:
        return "dataset"
    if maker.endswith("Loss"):
        return "criterion"
    if origin == "nn" or ".nn." in ast.unparse(call.func):
        return "model" if maker[:1].isupper() else "other"
    if literal(keyword(call, "requires_grad")) is True or maker in ("requires_grad_", "Parameter"):
        return "parameter"
    return "tensor" if origin in _TENSOR_MAKERS or names.kind(origin) == "tensor" else "other"


def _is_own(target: ast.expr) -> bool:
    return isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self"
