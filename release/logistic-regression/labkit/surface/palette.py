"""Colours and text sizes of the lab's figures: safe for colour-blind readers, the same in light and dark themes."""

from typing import Any

INK = "#1f2933"
QUIET = "#5f6b7a"
PAPER = "#ffffff"

PATH = "#d55e00"
"""Vermilion, from the colour-blind safe set of Okabe and Ito, as are all of `PATHS`."""
PATHS = (PATH, "#0072b2", "#000000", "#cc79a7", "#009e73", "#e69f00")
MARKERS = ("o", "s", "^", "D", "v", "P")
"""A second sign for each path, for those who see no colours at all."""
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1)), (0, (6, 1.5, 1.5, 1.5)), "-", (0, (3, 1)))

VALLEY = ("#fffdf0", "#eaf3dd", "#cfe6d6", "#b3d6d6", "#9cc3d6", "#8aabcf", "#8492c0")
"""From the valley, light, to the rim, dark: brightness falls steadily, so it reads without colour too."""

STYLE: Any = {
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.titley": 1.0,  # a title that looks for its own place takes a third of the time of drawing
    "axes.labelsize": 9.5,
    "axes.grid": False,
    "axes.spines.top": True,
    "axes.spines.right": True,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.usetex": False,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.5,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.fontsize": 8.5,
    "legend.facecolor": PAPER,
    "legend.edgecolor": "#cbd2d9",
    "legend.framealpha": 0.92,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
    "path.sketch": None,
}
"""Set while a figure is drawn, so that a student's own style neither hides a curve nor slows it down."""
