"""What figures showed, and which figures nobody could see.

A figure counts as it looked when it was shown. One that was closed, saved to a file or left open instead is
remembered as well: to say why nothing is seen, and because a picture of it may still be shown.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any, Literal, get_args
from weakref import ref

from matplotlib.figure import Figure

from .figures import FigureShown, describe

MAX_FIGURES = 40
OWN_FIGURE = "labkit"
"""The `gid` of figures that labkit itself draws; they are nobody's answer."""

Unseen = Literal["closed", "saved", "captured", "cleared", "failed", "left open", "backend"]
"""Why nobody sees a figure: what was done with it in place of showing it."""
LATER = ("closed", "left open", "backend")
"""Reasons that count only where there is no other."""
UNSEEN: tuple[str, ...] = get_args(Unseen)


@dataclass(frozen=True)
class Place:
    """One execution of a cell."""

    number: int
    cell_id: str = ""
    """The cell's id, where it is known: another execution takes the place of this one."""


@dataclass(frozen=True)
class Sight:
    """One figure at one moment."""

    figure: "ref[Figure]"
    shows: FigureShown
    cell: "Place"
    """The cell that was running."""
    why: Unseen | None = None
    """Why nobody sees it; `None` where it was shown."""


class Sights:
    """The latest figures of a notebook; bounded."""

    def __init__(self) -> None:
        self.watching = True
        """Whether figures are the student's own: those of the worked cells are nobody's answer."""
        self._shown: deque[Sight] = deque(maxlen=MAX_FIGURES)
        self._unseen: deque[Sight] = deque(maxlen=MAX_FIGURES)
        self._were_shown: deque[ref[Figure]] = deque(maxlen=MAX_FIGURES)
        """Every figure that was shown, also one that showed what the one before it did."""
        self._cell = Place(0)
        self._clear_next = False

    @property
    def figures(self) -> tuple[FigureShown, ...]:
        """What the latest figures showed, oldest first."""
        return tuple(sight.shows for sight in self._shown)

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """Why figures with something in them were not seen, the latest last, each reason once."""
        seen = [sight.figure() for sight in self._shown]
        hidden = [s for s in self._unseen if s.why is not None and not any(s.figure() is f for f in seen if f)]
        return tuple(dict.fromkeys(s.why for s in hidden if s.why and any(axes["curves"] for axes in s.shows)))

    def next_cell(self, cell_id: str = "") -> None:
        """Note that another cell begins; what it showed when it ran before is not seen any more."""
        self._cell = Place(self._cell.number + 1, cell_id)
        self._clear_next = False
        if cell_id:
            for sights in (self._shown, self._unseen):
                for sight in [sight for sight in sights if sight.cell.cell_id == cell_id]:
                    sights.remove(sight)

    def shown(self, figure: Figure) -> None:
        """Note that a figure is shown now, as it looks at this moment."""
        sight = self._sight(figure)
        if sight is None:
            return
        self._make_room()
        self._forget(figure)
        self._were_shown.append(ref(figure))
        if not self._shown or self._shown[-1].shows != sight.shows:
            self._shown.append(sight)

    def not_shown(self, figure: Figure, why: Unseen) -> None:
        """Note that a figure was dealt with otherwise than by showing it; after that, it counts for nothing."""
        if any(shown() is figure for shown in self._were_shown):
            return  # said now, as a figure that was closed is soon gone, and nobody knows it again
        sight = self._sight(figure, why)
        if sight is not None:
            if why in LATER and any(s.figure() is figure and s.why not in LATER for s in self._unseen):
                return  # what was done with it first is why; and of what was saved a picture may still be shown
            self._forget(figure)
            self._unseen.append(sight)

    def picture(self) -> None:
        """Note that a picture is shown that is no figure: it is taken for those figures that were saved before."""
        if not self.watching:
            return
        self._make_room()
        for sight in [sight for sight in self._unseen if sight.why == "saved"]:
            self._unseen.remove(sight)
            self._shown.append(Sight(sight.figure, sight.shows, self._cell))

    def cleared(self, wait: bool) -> None:
        """Note that what the cell showed is taken away, now or as soon as it shows something else."""
        self._clear_next = wait
        if not wait:
            self._empty_cell()

    def _make_room(self) -> None:
        if self._clear_next:
            self._clear_next = False
            self._empty_cell()

    def _empty_cell(self) -> None:
        for sight in [sight for sight in self._shown if sight.cell == self._cell]:
            self._shown.remove(sight)
            self._were_shown = deque((one for one in self._were_shown if one() is not sight.figure()), MAX_FIGURES)
            self._unseen.append(Sight(sight.figure, sight.shows, sight.cell, "cleared"))

    def _sight(self, figure: Figure, why: Unseen | None = None) -> Sight | None:
        """The figure as it is now; `None` for one that is nobody's answer."""
        if not self.watching or figure.get_gid() == OWN_FIGURE:
            return None
        return Sight(ref(figure), _described(figure), self._cell, why)

    def _forget(self, figure: Figure) -> None:
        """Forget that a figure was not seen."""
        for sight in [sight for sight in self._unseen if sight.figure() is figure]:
            self._unseen.remove(sight)


def _described(figure: Any) -> FigureShown:
    """What a figure shows; one that cannot be read shows nothing."""
    try:
        return describe(figure)
    except Exception:  # a student may have put anything into a figure
        return ()
