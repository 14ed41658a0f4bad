"""The words for what a figure lacks, and for figures that nobody can see."""

from collections.abc import Mapping

from .verdict import Part

_UNSEEN: Mapping[str, str] = {
    "": "The notebook shows no figure.",
    "no curve": "The notebook shows a figure, but no curve in it: plot the history in it.",
    "closed": "A figure was closed before it was shown. Leave plt.close() out, or call plt.show() before it.",
    "saved": (
        "A figure was saved to a file, but the notebook does not show it. Only what a reader of the notebook sees "
        "counts: call plt.show() before plt.close(), or leave plt.close() out."
    ),
    "captured": "A figure was captured (%%capture) instead of shown. Draw it in a cell whose output is shown.",
    "cleared": "A figure was shown and cleared again (clear_output). Leave the last one standing.",
    "no picture": (
        "The notebook shows no picture of a figure. Restart the kernel, run all cells, and see what the cell shows."
    ),
    "failed": "A figure could not be drawn: matplotlib stopped with the error that the cell shows.",
    "left open": "A figure was drawn but not shown (plt.ioff() keeps figures back). Call plt.show() at the end.",
    "backend": (
        "A figure was drawn with a backend of matplotlib that shows nothing in a notebook. Leave matplotlib.use() and "
        "plt.switch_backend() out, restart the kernel and run all cells."
    ),
}
_HIDDEN: Mapping[str, str] = {
    "switched off": "it is switched off (visible=False)",
    "transparent": "it has no width, no opacity, or the colour of the background",
    "a single point": "a line through a single point has no length; a marker would show it",
    "outside": "most of it lies outside the limits of the axes",
}

_TROUBLE: Mapping[str, str] = {
    "no list": "There is no {name}.",
    "no entries": "{name} is empty.",
    "not finite": "{name} holds numbers that are not finite; expected numbers that can be drawn.",
    "other x": "A curve of {name} is drawn, but not over {over}.",
}
"""Why a history has no curve of its own."""


def said_unseen(why: str) -> str:
    """Why the notebook shows no figure."""
    return _UNSEEN.get(why, _UNSEEN[""])


def said_part(part: Part, name: str) -> str:
    """What a figure lacks; `name` is that of its history, where the part does not say it."""
    words = {"curve": _curve, "labels": _labels, "legend": _legend, "scale": _scale}
    return words[part.name](part, part.of or name)


def _curve(part: Part, name: str) -> str:
    over = part.over or "the epochs"
    if part.why in _TROUBLE:
        return _TROUBLE[part.why].format(name=name, over=over)
    if part.why == "another figure":
        return f"The curve of {name} is in a figure of its own; expected all curves that are asked for in one figure."
    if part.why in _HIDDEN:
        return f"A curve of {name} is drawn, but it cannot be seen: {_HIDDEN[part.why]}."
    if part.why == "in part":
        return f"A curve shows only {part.detail}; expected all of {name}."
    if part.why == "sideways":
        return f"{name} is drawn along the x axis; expected {over} there, and {_what(part, name)} on the y axis."
    if part.detail:
        return f"A curve of {name} over {over} is not in the figure; a curve of {part.detail} is."
    said = f"A curve of {name} over {over} is not in the figure."
    return f"{said} {_UNSEEN[part.why]}" if part.why in _UNSEEN and part.why else said


def _labels(part: Part, name: str) -> str:
    lacking = part.detail.replace("xlabel", "the x axis").replace("ylabel", "the y axis")
    return f"A label is missing: {lacking}." + (' axis("off") hides labels.' if part.why else "")


def _legend(part: Part, name: str) -> str:
    if part.why:
        return f"The legend has no text for the curve of {name}."
    return f"A legend with a text for {'each' if part.of else 'the'} curve is missing."


def _what(part: Part, name: str) -> str:
    return name if part.over else "the losses"


def _scale(part: Part, name: str) -> str:
    both = " and " in part.detail
    return f"The {part.detail} {'axes are' if both else 'axis is'} not logarithmic."
