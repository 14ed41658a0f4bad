"""What is shown of paths beside a verdict: the right one, the mistake's, and where a student's training ended."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from ...evidence.plain_values import Value, leaves, numbers
from ...evidence.recorded_path import Recorded
from ..verdict import Verdict
from .comparing import compare
from .known_paths import KnownPaths, Path, Point, ends_at
from .path_picture import picture_html
from .walks import Picture, mistaken_walk, own_walk, right_walk

SUMMARY = "Watch the paths"
LONGER = 3
"""A recorded path with more than so many times the points of the right one has points for updates."""
LAST_STEP = 3.0
"""How many times longer than the last step that was recorded the one to the end may be."""
PARAMETERS = 2
"""A path over a surface has two."""
MARK = "data-watch"
"""Marks the part of a panel that shows paths; it holds no other part that unfolds."""
MISTAKEN = "with the mistake"


def paths_html(
    verdict: Verdict, known: Iterable[KnownPaths], recorded: Recorded | None = None, *, plays: bool = True
) -> str:
    """The paths that belong to a verdict as HTML that unfolds; empty where there is nothing to show.

    They are shown under the published setting, of an answer that is wrong and left numbers.
    """
    left = _left(verdict, known)
    if left is None:
        return ""
    paths, losses, end = left
    drawn, sentence = _drawn(verdict, paths, losses, end, recorded)
    return (
        f'<details {MARK} style="margin-top:0.4em"><summary style="cursor:pointer;display:list-item">{escape(SUMMARY)}'
        f"</summary>{picture_html(drawn, sentence, plays=plays)}</details>"
    )


def paths_text(verdict: Verdict, known: Iterable[KnownPaths]) -> str:
    """Where the paths that belong to a verdict part, for who reads of another's training; empty without any."""
    left = _left(verdict, known)
    if left is None:
        return ""
    paths, _, end = left
    symbols, mistaken = symbols_of(paths), paths.path_of(verdict.findings, end)
    if mistaken is None:
        ended = "" if end is None else f"; it ended at {_said(symbols, end)}"
        return f"Which path the training took is not known{ended}."
    compared = compare(paths.right, mistaken, paths.landscape, symbols, paths.entry)
    if not compared.step:
        return compared.sentence
    return f"{compared.sentence} The last point of both is {_said(symbols, paths.right[compared.step - 1])}."


def _said(symbols: Sequence[str], point: Point) -> str:
    return ", ".join(f"{symbol} = {number:.4g}" for symbol, number in zip(symbols, point, strict=True))


def _left(verdict: Verdict, known: Iterable[KnownPaths]) -> tuple[KnownPaths, Sequence[float], Point | None] | None:
    """The paths that belong to a verdict, with the losses and the parameters that an answer left.

    `None` where there is nothing to show: an answer that is wrong and left numbers is, under the published setting.
    """
    paths = next((one for one in known if verdict.task in one.tasks), None)
    published = verdict.setting is not None and verdict.setting.is_published
    if paths is None or not published or verdict.outcome != "wrong" or verdict.published_only:
        return None
    found = {**verdict.beside, **verdict.found}
    losses = numbers(found.get(paths.history)) or ()
    end = end_of(found, paths.names)
    if verdict.untouched and paths.path_of(verdict.findings, end) is None:
        return None  # what worked cells left there, or the start; without ids of cells a mistake may lead there, too
    return None if not losses and end is None else (paths, losses, end)


def without_paths(html: str) -> str:
    """The panel of a verdict without its paths, for pages that show no drawings."""
    return re.sub(rf"<details {MARK} .*?</details>", "", html, flags=re.DOTALL)


def _drawn(
    verdict: Verdict, paths: KnownPaths, losses: Sequence[float], end: Point | None, recorded: Recorded | None
) -> tuple[Picture, str]:
    symbols = symbols_of(paths)
    entry, land = paths.entry, paths.landscape
    walks = [right_walk(paths.right, paths.losses)]
    mistaken = paths.path_of(verdict.findings, end)
    own = _own_path(losses, end, recorded, paths.right)
    in_view = end is not None and land.holds(end)
    step, sentence = None, "Which path the training took is not known."
    if mistaken is not None:
        compared = compare(paths.right, mistaken, land, symbols, entry)
        step, sentence = compared.step, compared.sentence
        walks.append(mistaken_walk(MISTAKEN, mistaken, losses))
    elif own is not None and len(own) == len(paths.right):
        compared = compare(paths.right, own, land, symbols, entry, "your training")
        step, sentence = compared.step, compared.sentence
    elif own is not None:
        sentence = "Your path is drawn as the notebook recorded it."
    elif end is not None:
        sentence += " The mark shows where it ended." if in_view else " It ended outside of what is shown here."
    if own is not None:
        walks.append(own_walk("your path, as it was recorded", own, losses if mistaken is None else ()))
    elif mistaken is None and losses:
        walks.append(own_walk("your losses", (), losses))
    picture = Picture(
        landscape=land,
        walks=tuple(walks),
        symbols=(symbols[0], symbols[1]),
        entry=entry,
        history=paths.history,
        part_at=step,
        end=end if in_view else None,
        end_name="where your training ended",
    )
    return picture, sentence


def _own_path(losses: Sequence[float], end: Point | None, recorded: Recorded | None, right: Path) -> Path | None:
    """The path that the notebook recorded beside these losses, down to its end.

    `None` where none was recorded, where it has points for every update, and where it does not lead to the end: then
    another training recorded it.
    """
    own = recorded(losses) if recorded is not None and losses and end is not None else None
    if own is None or end is None or len(own) > LONGER * len(right) or not all(map(math.isfinite, (*own[-1], *end))):
        return None
    if ends_at(own, end):
        return own
    last = math.dist(own[-2], own[-1]) if len(own) > 1 else math.inf
    return (*own, end) if math.dist(own[-1], end) <= LAST_STEP * last else None


def symbols_of(paths: KnownPaths) -> tuple[str, ...]:
    """Short names of two parameters; of those of a model the last words of what a surface calls them."""
    if len(paths.names) == PARAMETERS:
        return paths.names
    return tuple(name.rpartition(" ")[2] for name in paths.landscape.names)


def end_of(found: Mapping[str, Value], names: Sequence[str]) -> Point | None:
    """The two parameters that were found; `None` where there are not just two numbers."""
    entries = [leaf for name in names if name in found for leaf in leaves(found[name])]
    if len(entries) != 2 or not all(isinstance(entry, float) and not math.isnan(entry) for entry in entries):
        return None
    return float(entries[0]), float(entries[1])
