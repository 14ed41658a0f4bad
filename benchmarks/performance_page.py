"""The measured part of docs/performance.md, and its plot, from the results of `compared.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured: made by benchmarks/compared.py -->", "<!-- end of what was measured -->"
GRADERS = {"stock": "stock nbgrader", "otter": "otter-grader", "kit": "kit", "floor": "floor"}
COLOURS = {"stock": "#b3482f", "otter": "#8a6d00", "kit": "#1f5fa8", "floor": "#6b7280"}
PICTURE = "pictures/performance.png"


def write_page(found: Mapping[str, Any], docs: Path) -> None:
    """Put tables and plot into the page; what a person wrote round them stays."""
    page = docs / "performance.md"
    before, _, rest = page.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    plot(found, docs / PICTURE)
    page.write_text(f"{before}{BEGIN}\n\n" + "\n".join(_lines(found)) + f"\n\n{END}{after}")


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    machine, versions = found["machine"], found["versions"]
    yield (
        f"Measured on {found['date']}: {machine['processor']}, {machine['cores']} cores; "
        + ", ".join(f"{name} {number}" for name, number in versions.items())
        + f". Lab `{found['lab']}`; kit and floor by the middle of {found['rounds']} rounds, and by one for hundreds;"
    )
    yield f"stock and otter from {found['sample']} submissions. {found.get('note', '')}".rstrip()
    if not found.get("counts_all_processes", True):
        yield ""
        yield "No control group could be made: the processor time leaves out the runs."
    yield ""
    yield "| class | figures | grader | s each | processor s each | to stock | to otter | largest process | kept each |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for one in found["classes"]:
        for name, words in GRADERS.items():
            if name in one:
                yield _row(one, name, words)
    yield ""
    yield f"![Processor time for each submission over the size of the class]({PICTURE})"
    yield ""
    yield from _parts(found["parts"])


def _row(one: Mapping[str, Any], name: str, words: str) -> str:
    used = one[name]

    def times(other: str) -> str:
        return f"{one[other]['wall_s'] / used['wall_s']:.1f}" if other in one and name in ("kit", "floor") else ""

    size, figures = f"{one['students']:,}", "on" if one["figures"] else "off"
    kept = f"{used['kept_kib']:.0f} KiB" if used["kept_kib"] else ""
    seconds = f"{used['wall_s']:.3f} | {used['processor_s']:.3f}"
    cells = (size, figures, words, seconds, times("stock"), times("otter"))
    return f"| {' | '.join(cells)} | {used['largest_process_mib']} MiB | {kept} |"


def _parts(parts: Mapping[str, Any]) -> Iterator[str]:
    whole = sum(parts["processor_s"].values())
    yield f"Where the processor time of a submission goes, in a class of {parts['students']}:"
    yield ""
    yield "| part | ms each | share |"
    yield "| --- | --- | --- |"
    for name, seconds in parts["processor_s"].items():
        yield f"| {name} | {1000 * seconds:.1f} | {100 * seconds / whole:.0f} % |"
    yield f"| together | {1000 * whole:.1f} | |"


def plot(found: Mapping[str, Any], path: Path) -> None:
    """Processor time for each submission over the size of the class, figures on."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.2, 4.2), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    rows = sorted((one for one in found["classes"] if one["figures"]), key=lambda one: one["students"])
    for name, words in GRADERS.items():
        points = [(one["students"], one[name]["processor_s"]) for one in rows if name in one]
        if points:
            axes.plot(*zip(*points, strict=True), marker="o", color=COLOURS[name], label=words)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xticks([one["students"] for one in rows], [f"{one['students']:,}" for one in rows], minor=False)
    axes.minorticks_off()
    axes.set_xlabel("submissions in the class")
    axes.set_ylabel("processor seconds for each submission")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    path.parent.mkdir(exist_ok=True)
    figure.savefig(path, dpi=120, metadata={"Software": None})
