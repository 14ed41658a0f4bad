"""Formats: notebooks of every broken kind, and what else a folder may hold: links, pipes, sparse files, odd names.

A naive grader, which reads, copies and prints as most scripts do, is the control of each.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attack import Attack, Notebook, Outcome, World
from controls import stops_a_naive_grader
from hostile_class import cell_of
from mini_batch_class import LAB, PLOT, RIGHT

NAME = f"{LAB}.ipynb"
GIB = 1 << 30
Edit = Callable[[Notebook], Notebook | str | bytes | None]
Beside = Callable[[Path, World], object]


def broken(name: str, edit: Edit, **more: Any) -> Attack:
    """A notebook that is none, or hardly."""
    return Attack(f"notebook-{name}", "formats", stops_a_naive_grader, edit=edit, **more)


def text(change: Callable[[str], str | bytes]) -> Edit:
    """Changes the file's text."""
    return lambda notebook: change(json.dumps(notebook, indent=1))


def changed(change: Callable[[Notebook], object]) -> Edit:
    """Changes the notebook's data."""

    def edit(notebook: Notebook) -> Notebook:
        change(notebook)
        return notebook

    return edit


def placed(name: str, value: str, where: str = '"nbformat_minor": 5') -> Edit:
    """Puts text that JSON does not have, or no writer makes, into the file."""
    return text(lambda whole: whole.replace(where, f'{where}, "{name}": {value}'))


def deep(opening: str, closing: str) -> str:
    """Something nested a hundred thousand times."""
    return opening * 100_000 + closing * 100_000


def merge_marks(whole: str) -> str:
    """Beginnings of merge marks without an end, at which a search with a pattern tries everything."""
    return whole[:-2] + "<<<<<<< a\n" * 3000 + "||||||| b\n" * 3000 + "=======\n" * 3000


BROKEN = (
    broken("empty", lambda notebook: ""),
    broken("of-zeros", lambda notebook: bytes(100_000)),
    broken("cut-off", text(lambda whole: whole[: len(whole) // 2])),
    broken("a-number", lambda notebook: "5"),
    broken("a-list", lambda notebook: "[]"),
    broken("null", lambda notebook: "null"),
    broken("nested-lists", lambda notebook: deep("[", "]")),
    broken("nested-objects", lambda notebook: deep('{"a":', "}")),
    broken("nested-metadata", placed("x", deep("[", "]"))),
    broken("nested-metadata-of-a-cell", text(lambda whole: whole.replace('"metadata": {', f'"metadata": {{"deep": {"[" * 3000 + "]" * 3000},', 3))),
    broken("long-number", placed("x", "1" * 10_000)),
    broken("long-format", text(lambda whole: whole.replace('"nbformat": 4', '"nbformat": ' + "4" * 5000))),
    broken("infinite-number", placed("x", "1e999")),
    broken("infinite-format", text(lambda whole: whole.replace('"nbformat": 4', '"nbformat": 1e999'))),
    broken("no-numbers", placed("x", "[NaN, Infinity, -Infinity]")),
    broken("two-cells-keys", lambda notebook: json.dumps(notebook)[:-1] + ', "cells": 5}'),
    broken("half-a-character-in-a-source", changed(lambda nb: cell_of(nb, "practice-train").update(source="'\ud800'"))),
    broken("half-a-character-in-a-grade-id", changed(lambda nb: nb["cells"].append(_cell(grade_id="a\ud800b")))),
    broken("half-a-character-in-a-cell-id", changed(lambda nb: cell_of(nb, "practice-train").update(id="\udfff"))),
    broken("half-a-character-in-an-attachment", changed(lambda nb: cell_of(nb, "practice-explain").update(attachments={"\ud800": {"image/png": "\udfff"}}))),
    broken("half-a-character-in-metadata", changed(lambda nb: nb["metadata"].update(title="\ud800", kernelspec={"name": "\ud800"}))),
    broken("half-a-character-in-a-key", changed(lambda nb: nb["metadata"].update({"\udc80": 1}))),
    broken("in-utf-16", text(lambda whole: whole.encode("utf-16"))),
    broken("in-latin-1", text(lambda whole: whole.replace("Mini", "Mìnì").encode("latin-1", "replace") + b"\xff")),
    broken("with-a-mark-of-byte-order", text(lambda whole: b"\xef\xbb\xbf\xef\xbb\xbf" + whole.encode())),
    broken("with-zeros", text(lambda whole: whole.replace("practice", "prac\x00tice", 3))),
    broken("format-0", changed(lambda nb: nb.update(nbformat=0))),
    broken("format-negative", changed(lambda nb: nb.update(nbformat=-3))),
    broken("format-1000", changed(lambda nb: nb.update(nbformat=1000))),
    broken("format-3-of-cells", changed(lambda nb: nb.update(nbformat=3))),
    broken("format-true", changed(lambda nb: nb.update(nbformat=True)), ),
    broken("format-text", changed(lambda nb: nb.update(nbformat="4"))),
    broken("cells-as-object", changed(lambda nb: nb.update(cells={"0": nb["cells"]}))),
    broken("cells-as-text", changed(lambda nb: nb.update(cells="cells"))),
    broken("cell-null", changed(lambda nb: nb["cells"].append(None))),
    broken("cell-of-no-kind", changed(lambda nb: nb["cells"].append({"metadata": {}, "source": ""}))),
    broken("cell-of-odd-kind", changed(lambda nb: nb["cells"].append({"cell_type": ["code"], "metadata": {}, "source": ""}))),
    broken("source-null", changed(lambda nb: nb["cells"].append({"cell_type": "code", "metadata": {}, "source": None}))),
    broken("source-of-numbers", changed(lambda nb: nb["cells"].append({"cell_type": "code", "metadata": {}, "source": [1, 2]}))),
    broken("metadata-as-list", changed(lambda nb: [one.update(metadata=[1]) for one in nb["cells"]])),
    broken("grade-id-as-object", changed(lambda nb: nb["cells"].append(_cell(grade_id={"a": []})))),
    broken("grade-id-long", changed(lambda nb: nb["cells"].append(_cell(grade_id="x" * 3_000_000, source=["\ud800"])))),
    broken("nbgrader-as-list", changed(lambda nb: cell_of(nb, "practice-train")["metadata"].update(nbgrader=[1]))),
    broken("attachments-as-list", changed(lambda nb: cell_of(nb, "practice-explain").update(attachments=["x"]))),
    broken("attachments-odd", changed(lambda nb: cell_of(nb, "practice-explain").update(attachments={"x": "y", "z": {"image/png": [1]}}))),
    broken("many-cells", changed(lambda nb: nb["cells"].extend([{"cell_type": "code", "metadata": {}, "source": ""}] * 60_000))),
    broken("large", placed("x", "[" + "[]," * 17_000_000 + "5]")),
    broken("that-swells", placed("x", "[" + "{}," * 12_000_000 + "5]")),
    broken("merge-marks", text(merge_marks)),
    broken("odd-line-ends", changed(lambda nb: cell_of(nb, "practice-train").update(source=f"{RIGHT}#\u2028\x0b\x85\ud800")), deserved=7.0),
)  # fmt: skip


def _cell(grade_id: Any, source: Any = "") -> dict[str, Any]:
    nbgrader = {"grade_id": grade_id, "grade": True, "solution": False, "locked": False, "points": 1}
    return {"cell_type": "code", "metadata": {"nbgrader": nbgrader}, "source": source, "outputs": []}


# In the place of the notebook


def instead(name: str, make: Beside, **more: Any) -> Attack:
    """Something else in the notebook's place."""
    return Attack(f"notebook-is-{name}", "formats", stops_a_naive_grader, edit=lambda nb: None, beside=make, **more)


def _sparse(path: Path, size: int = 3 * GIB) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def _socket(path: Path) -> None:
    short = Path("/tmp") / f"s{os.getpid()}-{id(path)}"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(short))
    os.rename(short, path) if short.stat().st_dev == path.parent.stat().st_dev else short.unlink()


def _someone(world: World) -> Path:
    return world.course / "submitted" / "ada" / LAB / NAME


def _share(folder: Path, world: World) -> None:
    """One file under two students' names: nothing tells whose it is, so that a person is asked about both."""
    other = world.course / "submitted" / "whose-work-is-linked" / LAB / NAME
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_bytes(_someone(world).read_bytes())
    os.link(other, folder / NAME)


INSTEAD = (
    instead("missing", lambda folder, world: (folder / "other.txt").write_text("x")),
    instead("a-folder", lambda folder, world: (folder / NAME).mkdir()),
    instead("a-pipe", lambda folder, world: os.mkfifo(folder / NAME)),
    instead("a-socket", lambda folder, world: _socket(folder / NAME)),
    instead("an-endless-device", lambda folder, world: (folder / NAME).symlink_to("/dev/zero")),
    instead("a-terminal", lambda folder, world: (folder / NAME).symlink_to("/dev/stdin")),
    instead("a-link-to-the-solution", lambda folder, world: (folder / NAME).symlink_to(world.course / "source" / LAB / NAME)),
    instead("a-link-to-a-neighbour", lambda folder, world: (folder / NAME).symlink_to(_someone(world))),
    instead("a-hard-link-to-the-solution", lambda folder, world: os.link(world.course / "source" / LAB / NAME, folder / NAME)),
    instead("a-hard-link-to-a-neighbour", _share),
    instead("a-link-to-itself", lambda folder, world: (folder / NAME).symlink_to(NAME)),
    instead("a-link-to-nothing", lambda folder, world: (folder / NAME).symlink_to("/nowhere/at/all")),
    instead("sparse", lambda folder, world: _sparse(folder / NAME)),
)  # fmt: skip

# Beside the notebook


def beside(name: str, make: Beside, edit: Edit | None = None, **more: Any) -> Attack:
    """Right work with something odd beside it, which must cost nobody anything."""
    deserved = {"deserved": 10.0} | more
    return Attack(
        f"beside-{name}", "formats", stops_a_naive_grader, RIGHT, PLOT, edit or (lambda nb: nb), make, **deserved
    )


def stamped(name: str, make: Callable[[Path, World], object]) -> Attack:
    """Something odd as the time of handing in."""
    return beside(f"timestamp-{name}", lambda folder, world: make(folder / "timestamp.txt", world))


def _deep_folders(folder: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(folder)
        for _ in range(1200):
            os.mkdir("f")
            os.chdir("f")
        Path("file").write_text("x")
    finally:
        os.chdir(here)


def _many(folder: Path) -> None:
    (folder / "many").mkdir()
    for number in range(3000):
        (folder / "many" / f"{number}").write_bytes(b"\xff")
    _long_name(folder)


def _long_name(folder: Path) -> None:
    (folder / f"{'n' * 200}\x1b.txt").write_text("x")


def _odd_names(folder: Path) -> None:
    for name in (b"\xff\xfe.txt", b"a\nb.txt", b"-rf", b" ", b"$(reboot)", b"\xe2\x80\xaegpj.txt", b"...", b"a\\b"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder), name))).write_text("x")


def _closed(folder: Path) -> None:
    for name in ("closed.txt", "closed"):
        (folder / name).mkdir() if name == "closed" else (folder / name).write_text("x")
        (folder / name).chmod(0)
    os.mkfifo(folder / "pipe")


def _holds_foreign(outcome: Outcome, world: World) -> str:
    """What a link beside the notebook leads to was copied."""
    foreign = (world.outside / "mark").read_bytes()
    found = [path for path in outcome.files if path.stat().st_size < 1000 and foreign in path.read_bytes()]
    return f"copied {found[0].name}" if found else ""


def _holds_much(outcome: Outcome, world: World) -> str:
    """The graded folder takes room that no submission may take."""
    size = sum(path.lstat().st_size for path in outcome.files)
    return f"copied {size >> 20} MiB" if size > 100 << 20 else ""


BESIDE = (
    beside("a-pipe", lambda folder, world: os.mkfifo(folder / "pipe")),
    beside("a-socket", lambda folder, world: _socket(folder / "socket")),
    beside("deep-folders", lambda folder, world: _deep_folders(folder)),
    beside("many-files", lambda folder, world: _many(folder)),
    beside("odd-names", lambda folder, world: _odd_names(folder)),
    beside("closed-files", lambda folder, world: _closed(folder)),
    beside("a-sparse-file", lambda folder, world: _sparse(folder / "data.csv"), success=_holds_much),
    beside("sparse-files", lambda folder, world: [_sparse(folder / f"{n}.bin", 30 << 20) for n in range(9)], success=_holds_much),
    beside("a-link-to-a-file", lambda folder, world: (folder / "data.csv").symlink_to(world.outside / "mark"), success=_holds_foreign),
    beside("a-hard-link-to-a-file", lambda folder, world: os.link(world.outside / "mark", folder / "data.csv"), success=_holds_foreign),
    beside("a-link-to-a-folder", lambda folder, world: (folder / "data").symlink_to(world.outside), success=_holds_foreign),
    beside("a-link-to-the-disk", lambda folder, world: [(folder / "disk").symlink_to("/"), os.mkfifo(folder / "pipe")]),
    stamped("a-pipe", lambda path, world: os.mkfifo(path)),
    stamped("a-folder", lambda path, world: path.mkdir()),
    stamped("a-link", lambda path, world: path.symlink_to(world.outside / "mark")),
    stamped("endless", lambda path, world: path.symlink_to("/dev/zero")),
    stamped("sparse", lambda path, world: _sparse(path)),
    stamped("no-text", lambda path, world: path.write_bytes(b"\xff\xfe\x00\xd8")),
    stamped("words", lambda path, world: path.write_text("on time, honestly")),
    stamped("year-0", lambda path, world: path.write_text("0000-00-00 00:00:00 UTC")),
    stamped("year-99999", lambda path, world: path.write_text("99999-01-01 00:00:00 UTC")),
    stamped("long", lambda path, world: path.write_text("9" * 5_000_000)),
)  # fmt: skip

# Folders


def named(name: str, folder: str | bytes) -> Attack:
    """Right work in a folder of an odd name."""
    shown = folder if isinstance(folder, str) else os.fsdecode(folder)
    return Attack(f"folder-{name}", "formats", stops_a_naive_grader, RIGHT, PLOT, folder=shown, deserved=10.0)


NAMED = (
    named("no-text", b"m\xfcller"),
    named("two-lines", "ada\nben"),
    named("control-characters", "ada\x07\x1b[31m"),
    named("right-to-left", "ada\u202egpj"),
)

FORMATS = (*BROKEN, *INSTEAD, *BESIDE, *NAMED)
