"""What labkit uses of matplotlib that matplotlib does not promise: open figures, labels of figures, replaced functions.

Everything here must do in whatever version a student has; what matplotlib does not know is taken for what is usual.
"""

import sys
from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text

Replacement = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Makes of matplotlib's own function the one that takes its place."""


def open_figures() -> list[Figure]:
    """The figures that pyplot holds, in the order of their numbers.

    Uses `matplotlib._pylab_helpers.Gcf`: pyplot tells their numbers, and hands out a figure only by making it the
    current one, which would change where a student's next line draws. Without it no figure is seen that nothing shows,
    and none that is shown at the end of a cell.
    """
    from matplotlib._pylab_helpers import Gcf

    return [manager.canvas.figure for manager in Gcf.get_all_fig_managers()]


def will_show_open_figures() -> bool:
    """Whether the inline backend, where it is loaded, will show all open figures when the cell ends.

    Uses the attribute `_draw_called` of `matplotlib_inline.backend_inline.show`, by which the backend itself decides it
    and tells nobody. Without it, a figure that the cell of a check is about to show counts as not shown.
    """
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    return inline is not None and bool(getattr(inline.show, "_draw_called", False))


def shows_axis(axes: Any) -> bool:
    """Whether axes are drawn with their axis, so that labels on it are seen.

    Uses `_axis3don` of axes in three dimensions: these keep a switch of their own, which `set_axis_off` turns and
    nothing tells; `axison` stays on. Without it, labels that are switched off there count as seen.
    """
    return bool(getattr(axes, "_axis3don", axes.axison))


def holder_of(figure: Any) -> Any:
    """What a part of a figure is a part of, the figure or another part; None for a whole figure, or for none.

    Uses `SubFigure._parent`: `get_figure` tells the whole figure only, before matplotlib 3.10. Without it, labels and
    legends of the figure do not count for the axes of its parts.
    """
    return getattr(figure, "_parent", None)


def shared_label(figure: Any, which: str) -> Text | None:
    """The text that labels the x or the y axis of a whole figure; None where there is none.

    Uses `_supxlabel` and `_supylabel`: `get_supxlabel` tells what is written, and not whether it can be read. Without
    them, axes that have their label from the figure count as not labelled.
    """
    text: Text | None = getattr(figure, f"_sup{which}label", None)
    return text


def replace_in_pyplot(close: Replacement, show: Replacement, savefig: Replacement) -> None:
    """Replace pyplot's `close` and `show`, and `Figure.savefig`; once.

    matplotlib calls nobody when a figure is closed or saved: its events tell of windows, and most figures have none.
    Were they called otherwise, labkit could not say why a figure is not seen.
    """
    from matplotlib import pyplot

    if not hasattr(pyplot.close, "matplotlibs_own"):
        _replace(pyplot, "close", close)
        _replace(pyplot, "show", show)
        _replace(Figure, "savefig", savefig)


def replace_switch_backend(switch_backend: Replacement) -> None:
    """Replace pyplot's `switch_backend`, through which `matplotlib.use` goes as well.

    A backend cannot be forbidden by a setting. Did `matplotlib.use` go another way, a notebook that asks for windows
    would fail where there is no screen.
    """
    from matplotlib import pyplot

    _replace(pyplot, "switch_backend", switch_backend)


def _replace(owner: Any, name: str, replacement: Replacement) -> None:
    matplotlibs_own = getattr(owner, name)
    ours: Any = replacement(matplotlibs_own)
    ours.matplotlibs_own = matplotlibs_own
    setattr(owner, name, ours)
