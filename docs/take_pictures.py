"""Take the pictures in docs/pictures again, from the product as it is: `python docs/take_pictures.py [NAME ...]`.

Needs the packages of the extra `dev` and a Chromium. A student's notebook is run and filled in a real JupyterLab, and
the demo's class is looked at in formgrader, on its feedback pages and in its report. Look at each picture afterwards.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from conftest import CHROMIUM_OPTIONS
from graded_course import LAB, TRAINING, command
from notebook_page import NotebookPage
from servers import jupyter_lab

PICTURES = ROOT / "docs" / "pictures"
LAPTOP = {"width": 1366, "height": 768}
COLOURS = 128
"""More cannot be distinguished on these pictures, and files stay small."""
LARGEST = 150_000
PANEL_WIDTH = 800
EPOCHS_SEEN = 4
"""The live figure is shown as it is after so many of ten epochs."""


def keep(name: str, screenshot: bytes) -> None:
    """Write a screenshot as a small PNG."""
    target = PICTURES / f"{name}.png"
    image = Image.open(BytesIO(screenshot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(target, optimize=True)
    size = target.stat().st_size
    print(f"{target.relative_to(ROOT)}: {image.width} x {image.height}, {size / 1000:.0f} kB")
    if size > LARGEST:
        raise SystemExit(f"{target.name} is larger than {LARGEST / 1000:.0f} kB: take less of the page.")


# A student's notebook


def release_with_a_stop(folder: Path) -> None:
    """The handout, with one cell more: the stochastic training once again, stopped in its midst."""
    shutil.copytree(ROOT / "release" / LAB, folder)
    file = folder / f"{LAB}.ipynb"
    notebook = json.loads(file.read_text())
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in notebook["cells"]]
    source = "".join(notebook["cells"][names.index("sgd-run")]["source"])
    stopped = source.replace("(10)", f"({EPOCHS_SEEN})").replace("path_SGD = get_surface.path", "")
    cell = {"cell_type": "code", "id": "stopped", "metadata": {}, "source": stopped, "outputs": []}
    notebook["cells"].insert(names.index("loader-run"), cell | {"execution_count": None})
    file.write_text(json.dumps(notebook))


def student_pictures(page: Page, scratch: Path) -> None:
    """The live figure, the animation, three paths, a wrong check and a right one."""
    folder = scratch / "handout"
    release_with_a_stop(folder)
    with jupyter_lab(folder, scratch / "home") as lab:
        notebook = NotebookPage(page, scratch)
        notebook.open(lab.page(f"/lab/tree/{LAB}.ipynb"))
        page.keyboard.press("Control+B")  # the file browser away: a notebook at its full width
        notebook.restart_and_run_all()
        keep("live-figure", output(notebook, f"train_model_SGD({EPOCHS_SEEN})").screenshot())
        animation = output(notebook, "get_surface.animate()")
        step_to(animation, 0.4)
        keep("animation", animation.screenshot())
        keep("three-paths", output(notebook, "compare_paths(").screenshot())
        for targets, name in (("X", "wrong-check"), ("Y", "right-check")):
            notebook.write(notebook.cell("torch.tensor(-12.0"), TRAINING.format(against=targets))
            notebook.run(notebook.cell("torch.tensor(-12.0"))
            check = notebook.cell('check("practice-losses")')
            notebook.run(check)
            notebook.expect_text(check, "practice-losses:")
            for hint in check.locator("summary").all():
                hint.click()
            keep(name, left_part(check))


def output(notebook: NotebookPage, source: str) -> Locator:
    """What a cell shows."""
    shown = notebook.cell(source).locator(".jp-OutputArea-output > :not(script)").last
    shown.scroll_into_view_if_needed()
    notebook.page.wait_for_timeout(500)
    return shown


def left_part(shown: Locator) -> bytes:
    """A picture of an element without the empty right of it."""
    shown.scroll_into_view_if_needed()
    box = shown.bounding_box()
    assert box is not None, "an element in view has a place"
    part = {"x": box["x"], "y": box["y"], "width": PANEL_WIDTH, "height": box["height"]}
    return shown.page.screenshot(clip=part)  # type: ignore[arg-type]


def step_to(animation: Locator, share: float) -> None:
    """Move the slider to a share of its way."""
    animation.locator("input[type=range]").evaluate(
        """(slider, share) => { slider.value = Math.round(share * slider.max);
        slider.dispatchEvent(new Event('input', {bubbles: true})) }""",
        share,
    )


# A graded class


def class_pictures(page: Page, scratch: Path) -> None:
    """Feedback on a wrong answer, formgrader, and the report, of the demo's class."""
    course = scratch / "demo"
    command(scratch, "descent", "demo", "--out", str(course))
    command(course, "nbgrader", "generate_feedback", LAB)
    with jupyter_lab(course, scratch / "home-of-course") as server:
        page.goto(server.page("/formgrader/manage_assignments"))
        page.locator("td.assign a").first.wait_for(timeout=60_000)
        page.goto(f"{server.url}/formgrader/manage_submissions/{LAB}")
        page.locator("td.score").first.wait_for(timeout=60_000)
        keep("formgrader", page.screenshot())
    page.goto((course / f"{LAB}-report.html").as_uri())
    keep("report", page.screenshot())
    page.goto(wrong_feedback(course).as_uri())
    keep("feedback-summary", page.locator("header").screenshot())
    for hint in page.get_by_text("Show a hint").all():
        hint.click()
    panel = page.get_by_text("practice-losses: not right yet").first
    panel.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 130)")
    keep("feedback", page.screenshot(clip={"x": 171, "y": 0, "width": 1024, "height": 660}))


def wrong_feedback(course: Path) -> Path:
    """The first feedback page that names the commonest mistake."""
    for page in sorted(course.glob(f"feedback/*/{LAB}/{LAB}.html")):
        if "compares the predictions with the inputs X" in page.read_text():
            return page
    raise SystemExit("the demo's class has nobody who took the loss against X")


SHOWS: dict[str, Callable[[Page, Path], None]] = {"student": student_pictures, "class": class_pictures}


@contextmanager
def laptop() -> Iterator[Page]:
    """A page of Chromium at the size of a laptop's screen, which sees nothing but this machine."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("There is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        page = browser.new_page(viewport=LAPTOP)
        page.route("**/*", lambda route: route.continue_() if is_here(route.request.url) else route.abort())
        yield page
        browser.close()


def is_here(url: str) -> bool:
    """Whether an address is on this machine."""
    return url.startswith(("http://127.0.0.1", "file:", "data:", "blob:"))


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, laptop() as opened:
        for show in sys.argv[1:] or SHOWS:
            SHOWS[show](opened, Path(folder))
