"""The script that plays a picture of paths: buttons, a slider, and what moves with them; nothing is fetched."""

SCRIPT = """
(function () {
  const D = __DATA__, N = D.steps.length;
  const root = document.querySelector('[data-paths="__NAME__"]:not([data-ready])');
  if (!root) return;
  root.setAttribute("data-ready", "");
  const part = role => root.querySelector('[data-p="' + role + '"]');
  const make = (parent, tag, values) => {
    const node = document.createElement(tag);
    for (const key in values) node.setAttribute(key, values[key]);
    return parent.appendChild(node);
  };
  const said = document.createElement("div");
  said.setAttribute("style", "font-variant-numeric:tabular-nums;min-height:2.8em;padding:2px 0");
  const bar = document.createElement("div");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Steps of the paths");
  bar.setAttribute("style", "display:flex;gap:8px;align-items:center;padding:4px 0");
  root.querySelector("svg").after(bar, said);
  const button = (label, sign) => {
    const node = make(bar, "button", {type: "button", "aria-label": label, title: label,
      style: "font:16px sans-serif;min-width:40px;height:32px;cursor:pointer;color:inherit;" +
        "background:transparent;border:1px solid currentColor;border-radius:4px"});
    node.textContent = sign;
    return node;
  };
  const back = button("one step back", "\\u2039"), play = button("play", "\\u25b6");
  const forth = button("one step on", "\\u203a");
  const slider = make(bar, "input", {type: "range", min: 0, max: N - 1, step: 1, value: N - 1,
    "aria-label": "step", style: "flex:1;min-width:80px"});
  let frame = N - 1, timer = null;
  const trail = (line, signs, now, points, until) => {
    const past = points.slice(0, until), there = past.filter(p => p), here = past[until - 1];
    if (line) line.setAttribute("points", there.map(p => p.join(",")).join(" "));
    if (signs) {
      let count = 0;
      points.forEach((p, k) => {
        const sign = p ? signs.children[count++] : null;
        if (sign) sign.style.display = k < until ? "" : "none";
      });
    }
    if (now) {
      now.style.display = here ? "" : "none";
      if (here) { now.setAttribute("cx", here[0]); now.setAttribute("cy", here[1]); }
    }
  };
  const show = k => {
    frame = Math.max(0, Math.min(N - 1, k));
    slider.value = frame;
    slider.setAttribute("aria-valuetext", D.text[frame]);
    said.textContent = D.text[frame];
    D.walks.forEach((walk, i) => {
      const until = walk.until[frame], last = frame === N - 1;
      trail(part("path" + i), part("ats" + i), part("at" + i), walk.path, last ? walk.path.length : until + 1);
      const whole = last || !walk.entries.length;
      trail(part("loss" + i), part("nows" + i), part("now" + i), walk.loss,
        whole ? walk.loss.length : walk.entries.filter(entry => entry <= D.steps[frame]).length);
      if (walk.fit) part("fit" + i).setAttribute("points", walk.fit[frame]);
    });
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
    }, Math.max(120, Math.min(700, 8000 / N)));
  };
  play.onclick = () => (timer === null ? start() : pause());
  back.onclick = () => { pause(); show(frame - 1); };
  forth.onclick = () => { pause(); show(frame + 1); };
  slider.oninput = () => { pause(); show(+slider.value); };
  show(frame);
})();
"""
