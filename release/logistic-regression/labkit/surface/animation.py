"""A training run to play, pause and step through, that stays playable in the saved notebook without a server.

The unmoving parts are one small image; a few numbers per step and a short script move the rest. Where scripts
are not run (a notebook that is not trusted, feedback pages) the picture of the last step is shown instead.
"""

import hashlib
import json
from typing import Any

import numpy as np

from . import palette
from .descent_path import Run, thinned, thinned_late
from .display import data_uri, image_html
from .error_surface import ErrorSurface
from .given_numbers import Floats
from .step_scene import (
    CSS_WIDTH,
    HEADLINE,
    Scene,
    description,
    headline,
    make_scene,
    pixel_size,
    step_png,
    track,
    view_of,
    window,
)
from .views import FEW, MAX_POINTS

MAX_FRAMES = 60
NO_WINDOW = (0.0, 0.0, 0.0, 0.0)
"""Where nothing is drawn."""


def animation_html(surface: ErrorSurface, run: Run, max_frames: int = MAX_FRAMES) -> str:
    """A run as HTML with play, pause, single steps and a slider; at most `max_frames` of its steps.

    The run has at least one step, and `max_frames` is at least 2.
    """
    scene = make_scene(surface, view_of(surface, run, exact=True))
    last = len(run) - 1
    still = image_html(step_png(scene, run, last), description(run, last, surface), CSS_WIDTH)
    data = json.dumps(_data(scene, run, max_frames), separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    name = hashlib.sha256(data.encode()).hexdigest()[:16]
    script = SCRIPT.replace("__NAME__", name).replace("__DATA__", data)
    style = f"max-width:{CSS_WIDTH}px;background:{palette.PAPER};color:{palette.INK};font:14px sans-serif"
    return f'<div data-descent="{name}" style="{style}">{still}</div><script>{script}</script>'


def animation_text(run: Run) -> str:
    """What stands for the animation where no HTML is shown."""
    last = len(run) - 1
    return f"Animation of {len(run)} recorded steps, from {headline(run, 0)} to {headline(run, last)}."


def _data(scene: Scene, run: Run, max_frames: int) -> dict[str, Any]:
    """All that the script needs: the pixels of a trail, and which of its points and what text each frame has."""
    frames = thinned(len(run), max_frames)
    steps = sorted({*frames, *thinned_late(len(run), MAX_POINTS)})
    places = [steps.index(step) for step in frames]
    kept = track(scene, run, steps)
    wide, high = pixel_size(scene)
    return {
        "size": [wide, high],
        "image": data_uri(scene.background),
        "windows": [
            window(scene, axes) if axes is not None else NO_WINDOW
            for axes in (scene.data, scene.parameters, scene.history)
        ],
        "at": [round(HEADLINE[0] * wide), round((1 - HEADLINE[1]) * high)],
        "ink": palette.INK,
        "colour": palette.PATH,
        "dots": len(run) <= FEW,
        "frames": places,
        "line": _rows(kept.line[places]),
        "path": _rows(kept.path),
        "history": _rows(kept.history),
        "text": [headline(run, step) for step in frames],
        "about": animation_text(run),
    }


def _rows(values: Floats) -> list[list[float] | None]:
    """Rows of numbers; `None` for a row with a number that is not finite, or with none."""
    return [row.tolist() if row.size and np.isfinite(row).all() else None for row in values]


SCRIPT = """
(function () {
  const D = __DATA__, N = D.text.length, SVG = "http://www.w3.org/2000/svg";
  const root = document.querySelector('[data-descent="__NAME__"]:not([data-ready])');
  if (!root) return;
  root.setAttribute("data-ready", "");
  const make = (parent, tag, values, space) => {
    const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
    for (const key in values) node.setAttribute(key, values[key]);
    return parent.appendChild(node);
  };
  const draw = (parent, tag, values) => make(parent, tag, values, SVG);

  root.firstElementChild.style.display = "none";
  const picture = draw(root, "svg", {viewBox: `0 0 ${D.size[0]} ${D.size[1]}`, role: "img",
    "aria-label": D.about, style: "display:block;width:100%"});
  draw(picture, "image", {href: D.image, width: D.size[0], height: D.size[1]});
  const text = draw(picture, "text", {x: D.at[0], y: D.at[1], fill: D.ink,
    style: "font:bold 20px DejaVu Sans,sans-serif"});
  const views = D.windows.map(([x, y, width, height]) =>
    draw(picture, "svg", {x, y, width, height, viewBox: `${x} ${y} ${width} ${height}`}));
  const stroke = (view, colour, width) =>
    draw(view, "polyline", {fill: "none", stroke: colour, "stroke-width": width});
  const line = stroke(views[0], D.colour, 4);
  const walks = [D.path, D.history].map((points, index) => {
    const view = views[index + 1];
    const thick = D.dots ? 3 : 2;
    const trail = [stroke(view, "#ffffff", thick + 3), stroke(view, D.colour, thick)];
    const dots = points.map(p => D.dots && p && draw(view, "circle", {cx: p[0], cy: p[1], r: 5, fill: D.colour}));
    if (index === 0 && points[0]) draw(view, "circle", {cx: points[0][0], cy: points[0][1], r: 7, fill: "#ffffff",
      stroke: D.colour, "stroke-width": 3});
    const now = draw(view, "circle", {r: 9, fill: D.colour, stroke: "#ffffff", "stroke-width": 2.5});
    return {points, trail, dots, now};
  });

  const bar = make(root, "div", {role: "group", "aria-label": "Animation of the training",
    style: "display:flex;gap:8px;align-items:center;padding:6px 8px"});
  const button = (label, sign) => {
    const node = make(bar, "button", {type: "button", "aria-label": label, title: label,
      style: `font:16px sans-serif;min-width:40px;height:32px;cursor:pointer;color:${D.ink};` +
        "background:#f1f4f8;border:1px solid #8a96a3;border-radius:4px"});
    node.textContent = sign;
    return node;
  };
  const back = button("one step back", "\\u2039"), play = button("play", "\\u25b6");
  const forth = button("one step on", "\\u203a");
  const slider = make(bar, "input", {type: "range", min: 0, max: N - 1, step: 1, value: N - 1,
    "aria-label": "recorded step", style: "flex:1;min-width:80px"});

  let frame = N - 1, timer = null;
  const show = k => {
    frame = Math.max(0, Math.min(N - 1, k));
    slider.value = frame;
    slider.setAttribute("aria-valuetext", D.text[frame]);
    text.textContent = D.text[frame];
    const ends = D.line[frame];
    line.setAttribute("points", ends ? ends.join(" ") : "");
    const last = D.frames[frame];
    for (const {points, trail, dots, now} of walks) {
      const past = points.slice(0, last + 1).filter(p => p).join(" ");
      for (const part of trail) part.setAttribute("points", past);
      dots.forEach((dot, j) => { if (dot) dot.style.display = j <= last ? "" : "none"; });
      const here = points[last];
      now.style.display = here ? "" : "none";
      if (here) { now.setAttribute("cx", here[0]); now.setAttribute("cy", here[1]); }
    }
  };
  const pause = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "\\u25b6";
    play.setAttribute("aria-label", "play");
    play.title = "play";
  };
  const start = () => {
    if (frame === N - 1) show(0);
    play.textContent = "\\u275a\\u275a";
    play.setAttribute("aria-label", "pause");
    play.title = "pause";
    timer = setInterval(() => {
      if (!root.isConnected || frame === N - 1) return pause();
      show(frame + 1);
    }, Math.max(80, Math.min(600, 6000 / N)));
  };
  play.onclick = () => (timer === null ? start() : pause());
  back.onclick = () => { pause(); show(frame - 1); };
  forth.onclick = () => { pause(); show(frame + 1); };
  slider.oninput = () => { pause(); show(+slider.value); };
  show(frame);
})();
"""
