"""What processes that run notebooks report: checked, bounded, and put into the grader's own types."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .job import CellError, CellRun, Run
from .wire import Malformed

MAX_DEPTH = 24
MAX_OUTPUTS = 2_100
MAX_CELLS = 10_000
"""In a branch."""
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "stream": ("name", "text"),
    "display_data": ("data", "metadata"),
    "execute_result": ("data", "metadata", "execution_count"),
    "error": ("ename", "evalue", "traceback"),
}


@dataclass(frozen=True)
class Update:
    """New content for what an earlier cell displayed."""

    cell: int
    output: int
    data: Mapping[str, Any]
    metadata: Mapping[str, Any]


@dataclass(frozen=True)
class CellReport:
    """The end of one cell."""

    cell: int
    run: CellRun
    evidence: Mapping[str, Any] | None
    updates: tuple[Update, ...] = ()


def cell_report(message: Mapping[str, Any], is_branch: bool = False) -> CellReport:
    """The report in a message of type `cell`; of a branch, with what came of its cells.

    Raises:
        Malformed: for anything else.
    """
    evidence = message.get("evidence")
    run = CellRun(
        outputs=tuple(_output(output) for output in _list(message.get("outputs"), MAX_OUTPUTS)),
        execution_count=_count(message.get("execution_count")),
        error=_error(message.get("error")),
        seconds=number(message.get("seconds")),
        branch=_branch(mapping(message["branch"])) if is_branch and message.get("branch") is not None else None,
    )
    return CellReport(
        cell=position(message),
        run=run,
        evidence=None if evidence is None else plain_mapping(evidence),
        updates=tuple(_update(update) for update in _list(message.get("updates", []), MAX_OUTPUTS)),
    )


def _branch(told: Mapping[str, Any]) -> Run:
    """What came of the cells of a branch."""
    given = [cell_report(mapping(one)) for one in _list(told.get("cells"), MAX_CELLS)]
    return Run(
        cells=tuple(one.run for one in given),
        evidence={text(name, 200): plain_mapping(one) for name, one in mapping(told.get("evidence")).items()},
        end="finished" if told.get("end") == "finished" else "killed",
        detail=text(told.get("end"), 200),
    )


def position(message: Mapping[str, Any]) -> int:
    """Which cell a message is about."""
    number = message.get("cell")
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise Malformed("a message is about no cell")
    return number


def text(value: object, longest: int | None = None) -> str:
    """A string that can be written as UTF-8."""
    if not isinstance(value, str):
        raise Malformed(f"a message holds {type(value).__name__} where text must be")
    return value[:longest].encode("utf-8", "replace").decode()


def updated(runs: Mapping[int, CellRun], update: Update) -> CellRun | None:
    """The run of a cell with one display changed; None where there is no such display."""
    run = runs.get(update.cell)
    if run is None or update.output >= len(run.outputs):
        return None
    outputs = list(run.outputs)
    if outputs[update.output]["output_type"] != "display_data":
        return None
    outputs[update.output] = {**outputs[update.output], "data": update.data, "metadata": update.metadata}
    return replace(run, outputs=tuple(outputs))


def _update(update: object) -> Update:
    given = mapping(update)
    place = given.get("output")
    if not isinstance(place, int) or isinstance(place, bool) or place < 0:
        raise Malformed("a message updates no output")
    return Update(position(given), place, _field("data", given.get("data")), _field("metadata", given.get("metadata")))


def _output(output: object) -> dict[str, Any]:
    """An output with exactly the fields that nbformat allows."""
    given = mapping(output)
    kind = given.get("output_type")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise Malformed("a message holds an output of no kind that nbformat knows")
    made = {"output_type": kind, **{name: _field(name, given.get(name)) for name in _FIELDS[kind]}}
    if made.get("name", "stdout") not in ("stdout", "stderr"):
        raise Malformed("a message holds an unknown stream")
    return made


def _field(name: str, value: object) -> Any:
    if name == "data":
        return {text(kind): _content(text(kind), content) for kind, content in mapping(value).items()}
    if name == "metadata":
        return plain_mapping(value)
    if name == "execution_count":
        return _count(value)
    if name == "traceback":
        return [text(line) for line in _list(value, 10_000)]
    return text(value)


def _content(kind: str, value: object) -> Any:
    return _plain(value) if kind == "application/json" or kind.endswith("+json") else text(value)


def plain_mapping(value: object) -> dict[str, Any]:
    """A JSON object with clean strings, no deeper than `MAX_DEPTH`."""
    return mapping(_plain(value))


def _plain(value: object, depth: int = 0) -> Any:
    """JSON data with clean strings, no deeper than `MAX_DEPTH`."""
    if depth > MAX_DEPTH:
        raise Malformed(f"a message is deeper than {MAX_DEPTH}")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_plain(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {text(name): _plain(item, depth + 1) for name, item in value.items()}
    return value


def _error(value: object) -> CellError | None:
    if value is None:
        return None
    given = mapping(value)
    return CellError(
        kind=text(given.get("kind"), 200),
        message=text(given.get("message"), 2000),
        line=_count(given.get("line")),
        source_line=text(given.get("source_line"), 300),
    )


def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise Malformed(f"a message holds {type(value).__name__} where an object must be")
    return value


def _list(value: object, longest: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > longest:
        raise Malformed(f"a message holds no list of at most {longest} where one must be")
    return value


def _count(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31):
        return value
    raise Malformed("a message holds no count where one must be")


def number(value: object) -> float:
    """A number that is not negative, such as one of seconds."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
        return float(value)
    raise Malformed("a message holds no number where one must be")
