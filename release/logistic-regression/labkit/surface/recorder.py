"""The error surface of a line or of any other loss over two parameters, and `plot_error_surfaces`, the lab's helper.

A surface draws any path, that is, any sequence of pairs `(w, b)`; it knows nothing of what made the path.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, overload

from . import display
from .animation import MAX_FRAMES, animation_html, animation_text
from .descent_path import Run, as_points, line_of
from .display import set_drawing
from .error_surface import ErrorSurface
from .figures import comparison_description, comparison_figure, surface_description, surface_figure
from .given_numbers import number
from .live_view import LiveView

__all__ = ["ErrorSurface", "Run", "plot_error_surfaces", "set_drawing"]


class plot_error_surfaces:  # noqa: N801 - the name that notebooks of this lab family import
    """Records a training run and draws it over the error surface of the data.

    `set_para_loss` records a step, `plot_ps` shows the run so far, `final_plot` its end. All of them may be
    called at any time. Only plain floats are kept, never a tensor.
    """

    model, cost = "line", ""
    """The model and the cost where a notebook says nothing else."""

    def __init__(
        self,
        w_range: float,
        b_range: float,
        X: object = None,
        Y: object = None,
        n_samples: float = 30,
        go: bool = True,
        *,
        model: str = "",
        cost: str = "",
        loss: Callable[[Any, Any], Any] | None = None,
        predict: Callable[[Any, Any, Any], Any] | None = None,
    ) -> None:
        """Compute the surface, and show it unless `go` is false.

        Slopes or weights go from `-w_range` to `w_range` and biases from `-b_range` to `b_range`, in `n_samples` steps
        each. The surface is that of a line with squared errors; of `model="logistic"` with `cost="cross-entropy"` or
        `"squared"`; or of any `loss(w, b)`, to which data and `predict(x, w, b)` may be given to be drawn beside it.
        All are as in `ErrorSurface.from_data` and `from_loss`, which also say what is raised.
        """
        if loss is not None:
            self._surface = ErrorSurface.from_loss(loss, w_range, b_range, n_samples, X, Y, predict)
        else:
            own = self.cost if model in ("", self.model) else ""
            self._surface = ErrorSurface.from_data(X, Y, w_range, b_range, n_samples, model or self.model, cost or own)
        self._live = LiveView(self._surface)
        self._earlier: list[Run] = []
        self._name = ""
        self._steps: list[tuple[float, float, float]] = []
        if go and display.drawing():
            self._show_surface(None)

    @property
    def surface(self) -> ErrorSurface:
        """The losses over the grid."""
        return self._surface

    @property
    def run(self) -> Run:
        """The run that is being recorded, as it is now."""
        w, b, losses = zip(*self._steps, strict=True) if self._steps else ((), (), ())
        return Run(self._name, w, b, losses)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs that have recorded steps, the present one last."""
        return (*self._earlier, self.run) if self._steps else tuple(self._earlier)

    @property
    def path(self) -> tuple[tuple[float, float], ...]:
        """The pairs `(w, b)` of the run that is being recorded."""
        return self.run.path

    def start_run(self, name: str = "") -> None:
        """Begin a new run: what is recorded from here on is a path of its own."""
        self._live.finish()
        if self._steps:
            self._earlier.append(self.run)
        self._name, self._steps = name, []

    @overload
    def set_para_loss(self, W: Any, B: Any, loss: Any) -> None: ...
    @overload
    def set_para_loss(self, model: Any, loss: Any) -> None: ...
    def set_para_loss(self, *values: Any, **named: Any) -> None:
        """Record one step: slope, bias and loss; or a model with one weight and one bias, and the loss.

        Each is a float or a tensor of one element, with or without grad.

        Raises:
            TypeError: for anything else.
        """
        if "model" in named or len(values) + len(named) == 2:
            model, loss = _bound(("model", "loss"), values, named)
            w, b = _line(model)
        else:
            W, B, loss = _bound(("W", "B", "loss"), values, named)
            w, b = number(W, "W"), number(B, "B")
        self._steps.append((w, b, number(loss, "loss")))

    def plot_ps(self) -> None:
        """Show data space, parameter space and loss history of the last recorded step.

        In a notebook this updates one output in place for each run and cell. Where nothing can be updated
        in place it does nothing: `final_plot` shows the run.
        """
        if not display.drawing():
            return
        if self._steps:
            self._live.update(len(self._steps) - 1, lambda: self.run)
        elif display.notebook_shell() is not None:
            self._show_surface(self.run)

    def final_plot(self) -> None:
        """Show the surface in space and its contour with the whole path of the run."""
        if display.drawing():
            self._live.finish()
            self._show_surface(self.run)

    def animate(self, path: Iterable[Any] | None = None, max_frames: int = MAX_FRAMES) -> None:
        """Show a run to play, pause and step through: the present one, or any path of pairs `(w, b)`.

        At most `max_frames` steps are shown. In a notebook only: elsewhere it does nothing, as where nothing can be
        played.

        Raises:
            ValueError: for an empty path and for fewer than 2 frames.
        """
        run = self.run if path is None else self._run_of(path)
        if max_frames < 2:
            raise ValueError(f"max_frames is {max_frames}; it needs at least 2")
        if not display.drawing() or display.notebook_shell() is None:
            return
        self._live.finish()
        if not len(run):
            self._show_surface(run)
        else:
            display.publish(animation_html(self._surface, run, max_frames), animation_text(run))

    def draw_path(self, path: Iterable[Any]) -> None:
        """Show any path, a sequence of pairs `(w, b)`, on the surface and its contour."""
        run = self._run_of(path)
        if display.drawing():
            self._show_surface(run)

    def compare_paths(
        self,
        paths: Mapping[str, Iterable[Any]] | None = None,
        updates_per_epoch: float | Mapping[str, float] = 1,
        points_per_epoch: float | Mapping[str, float] = 1,
    ) -> None:
        """Show several paths over one contour, and their losses by epoch and by update, once where these are the same.

        `paths` maps names to sequences of pairs `(w, b)`; without it the recorded runs are compared. A path has
        `points_per_epoch` points for each epoch (1 if one is recorded per epoch, 60 if one per each of 60 updates), and
        an epoch has `updates_per_epoch` updates; both are numbers, or numbers by name. Losses are those of the surface.

        Raises:
            ValueError: for an empty or unknown name, or nothing to show.
        """
        named = self._runs_by_name() if paths is None else paths
        points = {name: as_points(path, f"the path {name!r}") for name, path in named.items()}
        if not points:
            raise ValueError("there is no path to compare; pass {'batch': path, ...} or record a run")
        updates = _by_name(updates_per_epoch, points, "updates_per_epoch")
        recorded = _by_name(points_per_epoch, points, "points_per_epoch")
        if display.drawing():
            figure = comparison_figure(self._surface, points, updates, recorded)
            display.show(figure, comparison_description(self._surface, points, updates))

    def _show_surface(self, run: Run | None) -> None:
        display.show(surface_figure(self._surface, run), surface_description(self._surface, run))

    def _runs_by_name(self) -> dict[str, Iterable[Any]]:
        return {run.name or f"run {place}": run.path for place, run in enumerate(self.runs, start=1)}

    def _run_of(self, path: Iterable[Any]) -> Run:
        points = as_points(path)
        w, b = points.T.tolist()
        return Run("", tuple(w), tuple(b), tuple(self._surface.loss_at(w, b).tolist()))


def _bound(names: tuple[str, ...], values: tuple[Any, ...], named: Mapping[str, Any]) -> list[Any]:
    """Arguments in the order of their names; `TypeError` where one is missing, twice there, or unknown."""
    given = dict(zip(names, values, strict=False)) | dict(named)
    if len(values) + len(named) != len(names) or set(given) != set(names):
        raise TypeError("set_para_loss takes (W, B, loss), or (model, loss) with a model such as nn.Linear(1, 1)")
    return [given[name] for name in names]


def _line(model: Any) -> tuple[float, float]:
    if not hasattr(model, "named_parameters"):
        raise TypeError(f"set_para_loss(model, loss) needs a model such as nn.Linear(1, 1), not {type(model).__name__}")
    return line_of(model)


def _by_name(value: float | Mapping[str, float], names: Iterable[str], what: str) -> dict[str, float]:
    """A number for each name; one number counts for all of them."""
    if not isinstance(value, Mapping):
        return {name: _positive(value, what) for name in names}
    unknown = sorted(set(value) - set(names))
    if unknown:
        raise ValueError(f"{what} names {', '.join(unknown)}; the paths are {', '.join(names)}")
    return {name: _positive(value.get(name, 1), f"{what} of {name}") for name in names}


def _positive(value: Any, what: str) -> float:
    count = number(value, what)
    if not 0 < count < float("inf"):
        raise ValueError(f"{what} is {count:g}; it needs a positive number")
    return count
