"""Where pictures go: into the notebook with a text that stands for them, or into a window; or nowhere."""

import base64
import html
import io
import sys
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

PNG_COLOURS = 128

# The one piece of state in labkit's figures: the grader records under fresh settings without drawing.
_drawing = True


def set_drawing(on: bool) -> None:
    """Switch all of the lab's own pictures on or off for this process; recording goes on either way."""
    global _drawing
    _drawing = bool(on)


def drawing() -> bool:
    """Whether pictures are drawn."""
    return _drawing


def notebook_shell() -> Any | None:
    """IPython's shell where it can show HTML; `None` in plain Python and in a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return None if shell is None or type(shell).__name__ == "TerminalInteractiveShell" else shell


def new_figure(width: float, height: float, dpi: float) -> Figure:
    """An empty figure in inches: in a notebook one that pyplot does not know, so that no extra one appears."""
    if notebook_shell() is None:
        from matplotlib import pyplot

        return pyplot.figure(figsize=(width, height), dpi=dpi)
    return drawn_figure(width, height, dpi)


def drawn_figure(width: float, height: float, dpi: float) -> Figure:
    """An empty figure in inches that is only ever drawn into memory."""
    figure = Figure(figsize=(width, height), dpi=dpi)
    FigureCanvasAgg(figure)
    return figure


def show(figure: Figure, description: str) -> None:
    """Show a finished figure; `description` is read out in its place.

    In a notebook it becomes an `<img>` with alternative text: an inline figure of matplotlib has none, and
    unlike other HTML an image stays when a notebook is opened elsewhere and not trusted there.
    """
    if notebook_shell() is not None:
        publish(image_html(png(figure), description), description)
        return
    if getattr(figure.canvas, "required_interactive_framework", None):
        from matplotlib import pyplot

        pyplot.show()


def publish(markup: str, text: str, handle: Any = None, updatable: bool = False) -> Any:
    """Put HTML with its plain text into the notebook, in place of what `handle` showed; returns the handle."""
    from IPython.display import display

    bundle = {"text/html": markup, "text/plain": text}
    if handle is None:
        return display(bundle, raw=True, display_id=True if updatable else None)
    handle.update(bundle, raw=True)
    return handle


def png(figure: Figure) -> bytes:
    """The figure, drawn now, as a PNG."""
    canvas: Any = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    canvas.draw()
    return encoded(canvas)


def encoded(canvas: Any) -> bytes:
    """What an Agg canvas shows as a PNG of few colours: a third of the size that matplotlib writes."""
    pixels = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    few = pixels.convert("RGB").quantize(PNG_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    few.save(file, "png", compress_level=6)
    return file.getvalue()


def data_uri(image: bytes) -> str:
    """A PNG picture as the source of an `<img>`."""
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")


def image_html(image: bytes, description: str, width: int | None = None) -> str:
    """An `<img>` that shrinks with the page and stays on white paper in a dark theme."""
    limit = f"max-width:{width}px;" if width else ""
    return (
        f'<img src="{data_uri(image)}" alt="{html.escape(description)}" '
        f'style="width:100%;{limit}height:auto;background:#ffffff">'
    )
