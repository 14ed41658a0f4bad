"""One output per training run that is updated in place while the run goes on."""

from collections.abc import Callable
from typing import Any

from . import display
from .descent_path import Run
from .error_surface import ErrorSurface
from .step_scene import CSS_WIDTH, Scene, adapted, description, headline, make_scene, step_png, step_svg, view_of

EVERY_STEP = 30
"""So many steps are all shown; later ones ever more rarely."""
GROWTH = 1.1
"""After that a step is shown when there are this many times as many as at the last one shown."""


def is_due(step: int, last: int) -> bool:
    """Whether step `step` is shown when `last` was the last one shown: some 60 of the first 600, 90 of 10,000."""
    return step < EVERY_STEP or step >= last * GROWTH


class LiveView:
    """The live picture of the run that is being recorded.

    It is one output from its first step to the end of its cell. Then the output becomes a plain image, for
    that is what stays in the saved notebook, also where nobody trusts its HTML.
    """

    def __init__(self, surface: ErrorSurface) -> None:
        self._surface = surface
        self._scene: Scene | None = None
        self._handle: Any = None
        self._recorded: Callable[[], Run] | None = None
        self._last = -1

    def update(self, step: int, recorded: Callable[[], Run]) -> None:
        """Show `step`, the last of the recorded run, now or at the end of the cell; outside a notebook do nothing."""
        shell = display.notebook_shell()
        if shell is None:
            return
        if self._recorded is None:
            shell.events.register("post_run_cell", self._cell_ended)
            self._last = -1
        self._recorded = recorded
        # Without a kernel nobody watches, as in a grader's shell: the picture at the end is enough.
        if hasattr(shell, "kernel") and is_due(step, self._last):
            self._show_moving(recorded())
            self._last = step

    def finish(self) -> None:
        """Turn the live output into an image of its last step; the next step begins an output of its own."""
        if self._recorded is None:
            return
        shell = display.notebook_shell()
        if shell is not None:
            shell.events.unregister("post_run_cell", self._cell_ended)
        run, self._recorded = self._recorded(), None
        step = len(run) - 1
        text = description(run, step, self._surface)
        image = step_png(self._scene_of(run, last=True), run, step)
        display.publish(display.image_html(image, text, CSS_WIDTH), text, self._handle)
        self._handle = None

    def _cell_ended(self, _result: object = None) -> None:
        self.finish()

    def _show_moving(self, run: Run) -> None:
        step = len(run) - 1
        markup = step_svg(self._scene_of(run), run, step)
        self._handle = display.publish(markup, headline(run, step), self._handle, updatable=True)

    def _scene_of(self, run: Run, last: bool = False) -> Scene:
        """The scene drawn before where its ranges still fit; at the last step it may not be mostly empty."""
        view = view_of(self._surface, run)
        if last and 2 * len(run) < view.steps:
            view = view_of(self._surface, run, exact=True)
        if self._scene is None:
            self._scene = make_scene(self._surface, view)
        elif self._scene.view != view:
            self._scene = adapted(self._scene, view)
        return self._scene
