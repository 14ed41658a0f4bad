"""What a reader of the notebook gets to see: every figure is noted at the moment when it is shown.

The one rule, in a student's kernel as in the grader. A figure is shown when IPython formats it for display: by the
inline backend at the end of a cell or at `plt.show()`, by `display(figure)`, as the value of a cell, or as a picture
that was made of it (`savefig` and then `Image`, an animation as HTML). What is saved to a file or closed before that,
or left open where nothing shows it, is in no reader's notebook.
"""

import contextlib
import functools
from collections.abc import Callable, Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from .ipython_seam import replace_in_shell
from .matplotlib_seam import open_figures, replace_in_pyplot, will_show_open_figures
from .shown_figures import Sights, Unseen

INLINE = "backend_inline"
FILES_ONLY = ("agg", "cairo", "pdf", "pgf", "ps", "svg", "template")
"""matplotlib's backends that show nothing by themselves."""
PICTURES = ("<img", "<svg", "<video", "<canvas")
MAX_MARKUP = 20_000_000


def watch_displays(shell: Any, sights: Sights) -> None:
    """Note from now on what IPython's `shell` shows, and what it takes away."""
    replace_in_shell(
        shell, lambda plain: _noting_format(plain, shell, sights), lambda plain: _noting_clear(plain, sights)
    )


def watch_pyplot(sights: Sights) -> None:
    """Note from now on which figures are saved, and which ones are closed before they are shown."""
    replace_in_pyplot(
        lambda plain: _noting_close(plain, sights),
        lambda plain: _noting_show(plain, sights),
        lambda plain: _noting_save(plain, sights),
    )


def look(sights: Sights) -> None:
    """Note the figures that are open now: those that the running cell will show, and those that nothing shows."""
    for figure in open_figures():
        if _on_screen() or (_is_inline() and will_show_open_figures()):
            sights.shown(figure)
        else:
            sights.not_shown(figure, "left open" if _is_inline() else "backend")


def look_at_screen(sights: Sights) -> None:
    """Note the figures in windows and widgets, which show them without being asked to."""
    if _on_screen():
        for figure in open_figures():
            sights.shown(figure)


def _noting_format(plain: Callable[..., Any], shell: Any, sights: Sights) -> Callable[..., Any]:
    @functools.wraps(plain)
    def noting(obj: object, include: Any = None, exclude: Any = None) -> Any:
        made = plain(obj, include=include, exclude=exclude)
        with contextlib.suppress(Exception):  # an object of the student's own
            _note(obj, made[0], shell, sights)
        return made

    return noting


def _note(obj: object, bundle: Mapping[str, Any], shell: Any, sights: Sights) -> None:
    captured = type(shell.display_pub).__name__ == "CapturingDisplayPublisher"
    if isinstance(obj, Figure):
        _note_figure(obj, bundle, captured, shell, sights)
    elif not captured and _holds_picture(bundle):
        sights.picture()


def _note_figure(figure: Figure, bundle: Mapping[str, Any], captured: bool, shell: Any, sights: Sights) -> None:
    draws = getattr(shell, "render", True)  # the grader's shell draws under the published setting only
    if captured:
        sights.not_shown(figure, "captured")
    elif draws and not _holds_picture(bundle):
        sights.not_shown(figure, "failed")
    else:
        sights.shown(figure)


def _holds_picture(bundle: Mapping[str, Any]) -> bool:
    if any(str(kind).startswith("image/") for kind in bundle):
        return True
    markup = str(bundle.get("text/html", ""))[:MAX_MARKUP]
    return any(tag in markup for tag in PICTURES) or "![" in str(bundle.get("text/markdown", ""))[:MAX_MARKUP]


def _noting_clear(plain: Callable[..., Any], sights: Sights) -> Callable[..., Any]:
    @functools.wraps(plain)
    def noting(wait: bool = False) -> Any:
        sights.cleared(bool(wait))
        return plain(wait)

    return noting


def _noting_close(plain: Callable[..., Any], sights: Sights) -> Any:
    @functools.wraps(plain)
    def close(fig: Any = None) -> Any:
        before = open_figures()
        done = plain(fig)
        left = open_figures()
        for figure in before:
            if not any(figure is other for other in left):
                _put_aside(figure, "closed", sights)
        return done

    return close


def _noting_show(plain: Callable[..., Any], sights: Sights) -> Any:
    @functools.wraps(plain)
    def show(*args: Any, **kwargs: Any) -> Any:
        with contextlib.suppress(Exception):
            look_at_screen(sights)
        return plain(*args, **kwargs)

    return show


def _noting_save(plain: Callable[..., Any], sights: Sights) -> Any:
    @functools.wraps(plain)
    def savefig(self: Figure, *args: Any, **kwargs: Any) -> Any:
        done = plain(self, *args, **kwargs)
        _put_aside(self, "saved", sights)
        return done

    return savefig


def _put_aside(figure: Figure, why: Unseen, sights: Sights) -> None:
    with contextlib.suppress(Exception):
        sights.not_shown(figure, why)


# matplotlib's backends


def _backend() -> str:
    return str(mpl.rcParams["backend"]).lower()


def _is_inline() -> bool:
    return INLINE in _backend() or _backend() == "inline"


def _on_screen() -> bool:
    """Whether figures have windows or widgets of their own."""
    return not _is_inline() and _backend() not in FILES_ONLY
