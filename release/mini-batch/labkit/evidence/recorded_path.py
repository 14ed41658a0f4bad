"""The path that a student's own training took, where the notebook recorded it beside the losses."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

HELPER = "plot_error_surfaces"
"""The class of the lab that records parameters and losses; looked for by its name, for it may not be loaded."""
MOST_HELPERS, MOST_RUNS = 8, 50
SAME_LOSS = 1e-6

Recorded = Callable[[Sequence[float]], tuple[tuple[float, float], ...] | None]
"""From the losses that were recorded to the path along which they were, where that is known."""


def recorded_path(namespace: Mapping[str, object]) -> Recorded:
    """Looks in a notebook for the run in which just these losses were recorded, the latest first."""

    def path(losses: Sequence[float]) -> tuple[tuple[float, float], ...] | None:
        helpers = [value for value in namespace.values() if type(value).__name__ == HELPER]
        for helper in helpers[:MOST_HELPERS]:
            try:
                runs: Any = helper.runs  # type: ignore[attr-defined]
                for run in islice(reversed(runs), MOST_RUNS):
                    if _same(run.losses, losses):
                        return tuple((float(w), float(b)) for w, b in run.path)
            except Exception:  # whatever a student put in its place
                continue
        return None

    return path


def _same(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        math.isclose(a, b, rel_tol=SAME_LOSS) for a, b in zip(one, other, strict=True)
    )
