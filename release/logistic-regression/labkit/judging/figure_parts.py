"""The parts of a figure that are asked for, on one pair of axes: a curve, labels, a legend."""

from ..evidence.figures import AxesShown, CurveShown
from .drawn_history import History, curve_of, entries_drawn, is_drawn_sideways
from .verdict import Part

AXIS_OFF = "axis off"
ANOTHER_CURVE = "another curve"
SIDEWAYS = "sideways"
IN_PART = "in part"


def curve_part(axes: AxesShown, history: History) -> tuple[Part, CurveShown | None]:
    """Whether some axes show a history, and the curve that does, seen or hidden."""
    curve = curve_of(axes, history)
    if curve is None and is_drawn_sideways(axes, history):
        return Part("curve", False, why=SIDEWAYS), None
    if curve is None and (count := entries_drawn(axes, history)):
        return Part("curve", False, f"{count} of its {history.length} entries", IN_PART), None
    hidden = "" if curve is None or _is_one_point(curve, history) else curve["hidden"]
    return Part("curve", curve is not None and not hidden, why=hidden), curve


def _is_one_point(curve: CurveShown, history: History) -> bool:
    """Whether a line has no length for the only reason that the history has one entry: that costs elsewhere."""
    return history.length == 1 and curve["hidden"] == "a single point"


def labels_part(axes: AxesShown) -> Part:
    """Whether both axes have a label."""
    lacking = [label for label, text in (("xlabel", axes["xlabel"]), ("ylabel", axes["ylabel"])) if not text]
    return Part("labels", not lacking, " and ".join(lacking), AXIS_OFF if axes["switched_off"] else "")


def legend_part(axes: AxesShown, curve: CurveShown | None) -> Part:
    """Whether the legend has a text for the curve; with one curve in all, every text is for that one."""
    seen = [other for other in axes["curves"] if not other["hidden"]]
    if curve is None or len(seen) <= 1:
        return Part("legend", bool(axes["legend"]))
    return Part("legend", bool(curve["legend"]), why=ANOTHER_CURVE if axes["legend"] else "")
