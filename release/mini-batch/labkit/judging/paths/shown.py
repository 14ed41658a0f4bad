"""What is shown of paths beside a verdict: the right one, the mistake's, and where a student's training ended."""

import math
from collections.abc import Iterable, Sequence
from html import escape

from ...evidence.plain_values import Value, leaves, numbers
from ...evidence.recorded_path import Recorded
from ..verdict import Verdict
from .comparing import compare
from .known_paths import KnownPaths, Point
from .path_picture import Picture, mistaken_walk, own_walk, picture_html, right_walk

SUMMARY = "Watch the paths"
MISTAKEN = "with the mistake"


def paths_html(
    verdict: Verdict, known: Iterable[KnownPaths], recorded: Recorded | None = None, *, plays: bool = True
) -> str:
    """The paths that belong to a verdict as HTML that unfolds; empty where there is nothing to show.

    They are shown under the published setting, of an answer that is wrong and left numbers.
    """
    paths = next((one for one in known if verdict.task in one.tasks), None)
    published = verdict.setting is not None and verdict.setting.is_published
    if paths is None or not published or verdict.outcome != "wrong" or verdict.published_only or verdict.untouched:
        return ""
    found = {**verdict.beside, **verdict.found}
    losses = numbers(found.get(paths.history)) or ()
    end = _end(found, paths.names)
    if not losses and end is None:
        return ""
    drawn, sentence = _drawn(verdict, paths, losses, end, recorded)
    return (
        f'<details style="margin-top:0.4em"><summary style="cursor:pointer;display:list-item">{escape(SUMMARY)}'
        f"</summary>{picture_html(drawn, sentence, plays=plays)}</details>"
    )


def _drawn(
    verdict: Verdict, paths: KnownPaths, losses: Sequence[float], end: Point | None, recorded: Recorded | None
) -> tuple[Picture, str]:
    symbols = paths.names if len(paths.names) == 2 else _symbols(paths.landscape.names)
    entry = (verdict.parting and verdict.parting.entry) or "epoch"
    walks = [right_walk(paths.right, paths.losses)]
    mistaken = paths.path_of(verdict.findings, end)
    own = recorded(losses) if recorded is not None and losses else None
    step, sentence = None, "Which path the training took is not known; the mark shows where it ended."
    if mistaken is not None:
        compared = compare(paths.right, mistaken, paths.landscape, symbols, entry)
        step, sentence = compared.step, compared.sentence
        walks.append(mistaken_walk(MISTAKEN, mistaken, losses))
    elif own is not None:
        compared = compare(paths.right, own, paths.landscape, symbols, entry, "your training")
        step, sentence = compared.step, compared.sentence
    elif end is None:
        sentence = "Which path the training took is not known."
    if own is not None:
        walks.append(own_walk("your path, as it was recorded", own, losses if mistaken is None else ()))
    picture = Picture(
        landscape=paths.landscape,
        walks=tuple(walks),
        symbols=(symbols[0], symbols[1]),
        entry=entry,
        history=paths.history,
        part_at=step,
        end=end,
        end_name="where your training ended",
    )
    return picture, sentence


def _symbols(names: tuple[str, str]) -> tuple[str, ...]:
    """Short names of the parameters of a model: the last words of what a surface calls them."""
    return tuple(name.rpartition(" ")[2] for name in names)


def _end(found: dict[str, Value], names: Sequence[str]) -> Point | None:
    """The two parameters that were found; `None` where there are not just two numbers."""
    entries = [leaf for name in names if name in found for leaf in leaves(found[name])]
    if len(entries) != 2 or not all(isinstance(entry, float) and not math.isnan(entry) for entry in entries):
        return None
    return float(entries[0]), float(entries[1])
