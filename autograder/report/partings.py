"""Where the paths of the most frequent mistakes leave the right one, for who teaches the class: a sentence for each."""

from collections import Counter
from collections.abc import Sequence

from autograder.report.data import Kind, Parting, RunShown
from labkit.judging.paths.comparing import compare
from labkit.judging.paths.known_paths import KnownPaths
from labkit.judging.paths.shown import symbols_of


def partings(known: KnownPaths, runs: Sequence[RunShown], kinds: Sequence[Kind]) -> tuple[Parting, ...]:
    """For each mistake with a colour of its own whose path is known what becomes of most of its runs."""
    made = []
    for kind in kinds:
        paths = Counter(run.path for run in runs if run.kind == kind.key and run.path)
        if kind.is_mistake and paths:
            (path, count), *_ = paths.most_common(1)
            compared = compare(known.right, path, known.landscape, symbols_of(known), known.entry)
            made.append(Parting(kind.key, kind.label, count, len(kind.rows), compared.sentence))
    return tuple(made)
