"""What a notebook needs and the grader does not have: packages, a newer Python, a GPU, the network.

Nothing runs here: cells are read, statement by statement, and what depends on a statement that cannot work here is
followed by its names. A task that depends on nothing of that kind is judged like any other.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from autograder.requirements.newer_python import can_be_read, newer_python, said
from labkit.evidence.task import Task

Kind = Literal["package", "python", "device", "network"]
INSTALLED_AS = {
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
    "tkinter": "Tk for Python (python3-tk)",
}
"""What to install for modules that are called otherwise."""
PARTS = {"torch.utils.tensorboard": "tensorboard"}
"""Modules of installed packages that need another one."""
CATCHES = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
ELSEWHERE = re.compile(r"colab|kaggle|TYPE_CHECKING|find_spec|sys\.modules|is_available")
"""In conditions: what stands below them is not meant for this machine."""
DOWNLOADS = {"urlopen", "urlretrieve", "get", "read_csv", "loadtxt", "genfromtxt", "download", "download_url"}
MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}(\.[A-Za-z0-9_]{1,60}){0,9}")
RUN = re.compile(r"%run\s+(?:-\w+\s+)*['\"]?(?:\./)?([A-Za-z_][\w-]*)\.(?:py|ipynb)\b")
LONGEST_CELL = 50_000


@dataclass(frozen=True, order=True)
class Need:
    """One thing that a notebook needs and the grader lacks."""

    kind: Kind
    name: str
    """What students call it, such as `tqdm` or `Python 3.12`."""

    @property
    def install(self) -> str:
        """What an instructor installs."""
        return INSTALLED_AS.get(self.name, self.name)


Needs = frozenset[Need]
NOTHING: Needs = frozenset()


@dataclass(frozen=True)
class Source:
    """A code cell that runs."""

    name: str
    """Its grade_id, or its cell id."""
    text: str


def without_magics(text: str) -> str:
    """A cell as plain Python; IPython's own lines do nothing."""
    lines = text.split("\n")
    if lines[0].startswith("%%") and not lines[0].startswith(("%%time", "%%capture", "%%prun")):
        return ""
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    blank, rest = re.match(r"[ \t]*", line)[0], line.strip()  # type: ignore[index]
    if found := re.match(r"%(?:time|timeit)\s+(?!-)(.+)", rest):
        return blank + found[1]
    if found := RUN.match(rest):
        return f"{blank}from {found[1].replace('-', '_')} import *"
    if rest.startswith(("%", "!", "?")) or rest.endswith("?"):
        return f"{blank}pass"
    return re.sub(r"^([ \t]*[\w, ]+=[ \t]*)[!%].*", r"\1None", line)


@dataclass
class Reader:
    """Reads the cells of one notebook in order.

    `offered` says whether a module, by its dotted name, can be imported where the notebook runs.
    """

    offered: Callable[[str], bool]
    helpers: Mapping[str, Reader] = field(default_factory=dict)
    """By name, the modules and notebooks beside the notebook."""
    spoiled: dict[str, Needs] = field(default_factory=dict)
    """By name, what its value would have needed."""
    mentioned: dict[str, Needs] = field(default_factory=dict)
    """By name, what statements needed that use it and could not run."""
    cells: dict[str, Needs] = field(default_factory=dict)
    """By cell, what some statement in it needed."""
    _changes: dict[str, set[str]] = field(default_factory=dict)
    """By function, the names that calling it changes."""

    def read(self, cell: Source) -> None:
        """Take in the next cell."""
        statements = _statements(cell.text[:LONGEST_CELL])
        if statements is None:
            text = without_magics(cell.text[:LONGEST_CELL])
            version = newer_python(text)
            if version is not None:
                self._spoil_cell(cell, text, frozenset({Need("python", said(version))}))
            return
        ended = NOTHING
        for statement in statements:
            ended |= self._lacks_now(statement)
            self._take(cell, statement, ended)

    def _spoil_cell(self, cell: Source, text: str, needs: Needs) -> None:
        """A cell that cannot even be read: all that it names may have depended on it."""
        words = set(re.findall(r"[^\W\d]\w*", text))
        self._spoil(words, words, needs)
        self.cells[cell.name] = self.cells.get(cell.name, NOTHING) | needs

    def _take(self, cell: Source, statement: ast.stmt, ended: Needs) -> None:
        loaded, written = _loaded(statement), set(_written(statement))
        for helper in self._taken_whole(statement):
            written |= helper.names
            self._changes.update(helper._changes)
        for name in loaded:
            written |= self._changes.get(name, set())
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            self._define(statement, ended | self._of(loaded) | self._lacks_later(statement), written)
            return
        needs = ended.union(self._of(loaded))
        if needs:
            self._spoil(written, loaded | written, needs)
            self.cells[cell.name] = self.cells.get(cell.name, NOTHING) | needs
        else:
            for name in _bound_anew(statement):
                self.spoiled.pop(name, None)
        for name, lost in self._lost_quietly(statement):
            self.spoiled[name] = self.spoiled.get(name, NOTHING) | lost

    def _taken_whole(self, statement: ast.stmt) -> Iterator[Reader]:
        """Files beside the notebook of which the statement takes all names over."""
        for node in _imports_of_all(statement):
            yield from (self.helpers[name] for name in _modules(node) if name in self.helpers)

    @property
    def names(self) -> set[str]:
        """Names that it may leave spoiled for whoever takes all of them over."""
        return {*self.spoiled, *self._changes}

    @property
    def needs(self) -> Needs:
        """All that something in it needed."""
        return NOTHING.union(*self.cells.values(), *self.spoiled.values())

    def _define(
        self, statement: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, needs: Needs, written: set[str]
    ) -> None:
        """Defining does nothing yet; whoever uses the name needs what is inside."""
        self._changes[statement.name] = written - {statement.name}
        self.spoiled.pop(statement.name, None)
        if needs:
            self.spoiled[statement.name] = needs

    def _of(self, names: Iterable[str]) -> Needs:
        return NOTHING.union(*(self.spoiled.get(name, NOTHING) for name in names))

    def _spoil(self, written: Iterable[str], mentioned: Iterable[str], needs: Needs) -> None:
        for name in written:
            self.spoiled[name] = self.spoiled.get(name, NOTHING) | needs
        for name in mentioned:
            self.mentioned[name] = self.mentioned.get(name, NOTHING) | needs

    def _lacks_now(self, statement: ast.stmt) -> Needs:
        """What the statement itself cannot do, without what waits in functions."""
        return NOTHING.union(*(self._lacks(node) for node in _telling(statement, into_functions=False)))

    def _lacks_later(self, statement: ast.stmt) -> Needs:
        return NOTHING.union(*(self._lacks(node) for node in _telling(statement, into_functions=True)))

    def _lacks(self, node: ast.AST) -> Needs:
        modules = _modules(node)
        found = {Need("package", name) for name in self._missing(modules)}
        for module in modules:
            found |= self.helpers[module].needs if module in self.helpers else NOTHING
        if _wants_gpu(node):
            found.add(Need("device", "a GPU"))
        if _downloads(node):
            found.add(Need("network", "the network"))
        return frozenset(found)

    def _missing(self, modules: Iterable[str]) -> Iterator[str]:
        for module in modules:
            if module not in self.helpers and not self.offered(module):
                yield module.partition(".")[0]
            needed = next((other for part, other in PARTS.items() if module.startswith(part)), None)
            if needed is not None and not self.offered(needed):
                yield needed

    def _lost_quietly(self, statement: ast.stmt) -> Iterator[tuple[str, Needs]]:
        """Names that an import would bind, where its failing is caught and nothing else binds them."""
        for node in _guards(statement):
            again = {name for handler in node.handlers for name in _stored(handler)}
            for part in node.body:
                for one in ast.walk(part):
                    needs = frozenset(Need("package", name) for name in self._missing(_modules(one)))
                    yield from ((name, needs) for name in _stored(one) - again if needs)


# What follows from a cell's text alone: remembered, for most cells of a class are the same in all notebooks.


@lru_cache(maxsize=256)
def _statements(text: str) -> tuple[ast.stmt, ...] | None:
    """What a cell consists of; None where this Python cannot read it."""
    plain = without_magics(text)
    return tuple(ast.parse(plain).body) if can_be_read(plain) else None


@lru_cache(maxsize=4096)
def _telling(statement: ast.stmt, into_functions: bool) -> tuple[ast.AST, ...]:
    """What in a statement can need something that is not everywhere, of what runs here."""
    nodes = _unguarded(statement, into_functions)
    return tuple(node for node in nodes if _modules(node) or _wants_gpu(node) or _downloads(node))


@lru_cache(maxsize=4096)
def _imports_of_all(statement: ast.stmt) -> tuple[ast.ImportFrom, ...]:
    nodes = (node for node in ast.walk(statement) if isinstance(node, ast.ImportFrom))
    return tuple(node for node in nodes if any(alias.name == "*" for alias in node.names))


@lru_cache(maxsize=4096)
def _guards(statement: ast.stmt) -> tuple[ast.Try, ...]:
    """The parts of a statement that go on where an import fails."""
    return tuple(node for node in ast.walk(statement) if isinstance(node, ast.Try) and _catches(node))


def _unguarded(node: ast.AST, into_functions: bool) -> Iterator[ast.AST]:
    """The node and all in it that runs here, but for what is caught where it fails or meant for elsewhere."""
    yield node
    for child in _guarded_children(node):
        if into_functions or not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield from _unguarded(child, into_functions)


def _guarded_children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Try) and _catches(node):
        yield from (*node.handlers, *node.orelse, *node.finalbody)
    elif isinstance(node, ast.With) and any("suppress" in ast.dump(item.context_expr) for item in node.items):
        return
    elif isinstance(node, ast.If | ast.IfExp) and ELSEWHERE.search(ast.unparse(node.test)):
        yield from node.orelse if isinstance(node, ast.If) else [node.orelse]
    else:
        yield from ast.iter_child_nodes(node)


def _catches(node: ast.Try) -> bool:
    """Whether a failing import in it is caught."""
    kinds = [handler.type for handler in node.handlers]
    return any(
        kind is None or CATCHES & {one.id for one in ast.walk(kind) if isinstance(one, ast.Name)} for kind in kinds
    )


def _modules(node: ast.AST) -> tuple[str, ...]:
    """The modules that this node imports, with `importlib` and `__import__` too.

    What nobody would call a package is none: a name is said to people, and must not be a message to them.
    """
    named: tuple[object, ...] = ()
    if isinstance(node, ast.Import):
        named = tuple(alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        named = (node.module,)
    elif isinstance(node, ast.Call) and _called(node) in ("__import__", "import_module") and node.args:
        named = (getattr(node.args[0], "value", None),)
    return tuple(name for name in named if isinstance(name, str) and MODULE.fullmatch(name))


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _wants_gpu(node: ast.AST) -> bool:
    """Whether something is put on a GPU without asking whether there is one."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "cuda":
        return True
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    takes_device = _called(node) in ("to", "device", "set_default_device") or any(
        k.arg == "device" for k in node.keywords
    )
    return takes_device and any(re.fullmatch(r"cuda(:\d+)?|mps", text) for text in texts)


def _downloads(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    asked = [word.value for word in node.keywords if word.arg == "download"]
    if any(isinstance(value, ast.Constant) and value.value is True for value in asked):
        return True
    first = node.args[0] if node.args else None
    is_address = isinstance(first, ast.Constant) and str(first.value).startswith(("http://", "https://"))
    return is_address and _called(node) in DOWNLOADS


@lru_cache(maxsize=4096)
def _loaded(node: ast.AST) -> frozenset[str]:
    return frozenset(one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load))


def _stored(node: ast.AST) -> set[str]:
    """Names that are bound, by assignments and imports."""
    names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    for one in ast.walk(node):
        if isinstance(one, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in one.names}
    return names


@lru_cache(maxsize=4096)
def _written(node: ast.AST) -> frozenset[str]:
    """Names whose values may change: bound, or changed in place by a method, an entry or an attribute."""
    names = _stored(node)
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute):
            names |= _base(one.func)
        elif isinstance(one, ast.Attribute | ast.Subscript) and isinstance(one.ctx, ast.Store):
            names |= _base(one)
    return frozenset(names)


def _base(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _bound_anew(statement: ast.stmt) -> set[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def of_task(reader: Reader, task: Task) -> Needs:
    """What the answer of a task depends on and the grader lacks."""
    if task.kind == "figure":
        named = (reader.mentioned.get(name, NOTHING) | reader.spoiled.get(name, NOTHING) for name in task.names)
        return NOTHING.union(reader.cells.get(task.answer, NOTHING), *named)
    return NOTHING.union(*(reader.spoiled.get(name, NOTHING) for name in task.collected))


def of_test(reader: Reader, source: str) -> Needs:
    """The same of an ordinary test cell, by the names in it."""
    words = set(re.findall(r"[^\W\d]\w*", source[:LONGEST_CELL]))
    return NOTHING.union(*(reader.spoiled.get(name, NOTHING) for name in words))


def read_cells(
    cells: Sequence[Source], offered: Callable[[str], bool], helpers: Mapping[str, Reader] | None = None
) -> Reader:
    """A notebook, read from top to bottom."""
    reader = Reader(offered, helpers or {})
    for cell in cells:
        reader.read(cell)
    return reader


# What people read


def for_student(task: str, needs: Collection[Need]) -> str:
    """What a student reads of a task that could not be graded here."""
    return f"{task}: could not be graded here: {_clause(needs)}; this is not your fault."


def _clause(needs: Collection[Need]) -> str:
    packages = [need.name for need in sorted(needs) if need.kind in ("package", "device")]
    parts = [f"it needs {_listed(packages)}, which the grader does not have"] if packages else []
    parts += [f"it needs {need.name}, which the grader is not" for need in sorted(needs) if need.kind == "python"]
    parts += ["it needs the network, which no notebook has while it is graded"] * any(
        n.kind == "network" for n in needs
    )
    return " and ".join(parts)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def for_class(needs: Iterable[Collection[Need]]) -> list[str]:
    """One sentence for each thing that submissions need, the most wanted first."""
    counts = Counter(need for one in needs for need in set(one))
    return [_sentence(need, count) for need, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


REMEDIES: Mapping[Kind, str] = {
    "package": "install it and grade again",
    "python": "grade again with it, or with a newer one",
    "device": "a person has to grade them",
    "network": "put what they download beside the notebook of the lab, or let a person grade them",
}


def _sentence(need: Need, count: int) -> str:
    who = "1 submission needs" if count == 1 else f"{count} submissions need"
    what = need.name if need.install == need.name else f"{need.name} ({need.install})"
    return f"{who} {what}; {remedy_for(need)}."


def remedy_for(need: Need) -> str:
    """What an instructor does about it."""
    return REMEDIES[need.kind]
