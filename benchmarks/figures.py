"""How long 30 recorded steps take to draw: the live view against a new figure at every step.

The other side is an independent re-creation of the way of drawing of the helper class that notebooks of this lab
family carry: at each step a new figure with the data and the line, and a new contour with all points so far, made into
a PNG as Jupyter's inline backend does. Both sides draw the same 30 steps on the same machine, in turn.

    python benchmarks/figures.py [rounds]
"""

import base64
import io
import statistics
import sys
import time
from collections.abc import Callable

import matplotlib

matplotlib.use("agg")

import numpy as np
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from labkit.surface.recorder import plot_error_surfaces

STEPS = 30
ROUNDS = 5
BAR = 10.0
Step = tuple[float, float, float]
X: NDArray[np.float64] = -3 + 0.1 * np.arange(60)
Y: NDArray[np.float64] = X - 1 + 0.1 * np.random.default_rng(1).standard_normal(60)


class Publisher(DisplayPublisher):
    """Takes what would be sent to the notebook, and counts it."""

    pictures = 0
    sent = 0

    def publish(self, data, metadata=None, **options):  # type: ignore[no-untyped-def]
        self.pictures += 1
        self.sent += sum(len(value) for value in data.values())


class KernelShell(InteractiveShell):
    """IPython's shell as a kernel has it: someone may be watching, so every step is sent."""

    kernel = "stands for a kernel"

    def init_display_pub(self) -> None:
        self.display_pub = Publisher(parent=self)


def steps(count: int) -> list[Step]:
    """Batch gradient descent from the lab's start: (w, b, loss) before each update."""
    w, b, found = -15.0, -10.0, []
    for _ in range(count):
        residual = w * X + b - Y
        found.append((w, b, float((residual**2).mean())))
        w, b = w - 0.2 * float((residual * X).mean()), b - 0.2 * float(residual.mean())
    return found


def draw_live(shell: KernelShell, recorded: list[Step]) -> None:
    """One cell of a notebook that records and shows every step."""

    def cell() -> None:
        for w, b, loss in recorded:
            helper.set_para_loss(w, b, loss)
            helper.plot_ps()

    helper = plot_error_surfaces(15, 13, X, Y, 30, go=False)
    shell.user_ns["cell"] = cell
    shell.run_cell("cell()", store_history=True).raise_error()


def draw_whole(recorded: list[Step]) -> int:
    """A new figure for every step; returns how many characters the notebook gets."""
    slopes, biases = np.meshgrid(np.linspace(-15, 15, 30), np.linspace(-13, 13, 30))
    grid = ((Y - (slopes[..., None] * X + biases[..., None])) ** 2).mean(axis=-1)
    return sum(_new_figure(slopes, biases, grid, recorded[: step + 1]) for step in range(len(recorded)))


def _new_figure(slopes: NDArray[np.float64], biases: NDArray[np.float64], grid: NDArray[np.float64],
                past: list[Step]) -> int:  # fmt: skip
    w, b, _ = past[-1]
    figure = pyplot.figure()
    data = figure.add_subplot(121)
    data.plot(X, Y, "ro", label="training points")
    data.plot(X, w * X + b, label="estimated line")
    data.set(xlabel="x", ylabel="y", ylim=(-10, 15), title=f"Data Space Iteration: {len(past)}")
    parameters = figure.add_subplot(122)
    parameters.contour(slopes, biases, grid)
    parameters.scatter([step[0] for step in past], [step[1] for step in past], c="r", marker="x")
    parameters.set(xlabel="w", ylabel="b", title=f"Loss Surface Contour Iteration: {len(past)}")
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    pyplot.close(figure)
    return len(base64.b64encode(file.getvalue()))


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(rounds: int) -> int:
    shell, recorded = KernelShell.instance(), steps(STEPS)
    draw_live(shell, recorded[:2])  # fonts are loaded once, and belong to neither side
    draw_whole(recorded[:2])
    shell.display_pub.pictures = shell.display_pub.sent = 0
    whole, live = [], []
    for _ in range(rounds):
        whole.append(seconds(lambda: draw_whole(recorded)))
        live.append(seconds(lambda: draw_live(shell, recorded)))
    ratios = [new / moving for new, moving in zip(whole, live, strict=True)]
    ratio = statistics.median(ratios)
    table = Table(title=f"{STEPS} recorded steps, median of {rounds} rounds in turn")
    for heading in ("way of drawing", "seconds", "pictures", "outputs kept", "MB sent"):
        table.add_column(heading, justify="left" if heading == "way of drawing" else "right")
    sent = draw_whole(recorded) / 1e6
    table.add_row(
        "a new figure at every step", f"{statistics.median(whole):.2f}", str(STEPS), str(STEPS), f"{sent:.2f}"
    )
    pictures, sent = shell.display_pub.pictures / rounds, shell.display_pub.sent / rounds / 1e6
    table.add_row("labkit's live view", f"{statistics.median(live):.2f}", f"{pictures:.0f}", "1", f"{sent:.2f}")
    Console().print(table)
    print(f"{ratio:.1f} times faster (bar: {BAR:.0f}); rounds from {min(ratios):.1f} to {max(ratios):.1f}")
    return 0 if ratio >= BAR else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
