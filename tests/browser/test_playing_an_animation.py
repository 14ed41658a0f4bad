"""The animation of a training run, handled with mouse and keyboard as in a saved notebook: no server, only a file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from labkit.surface.animation import animation_html
from labkit.surface.descent_path import Run
from labkit.surface.recorder import ErrorSurface

X = (-1.0, 0.0, 1.0)
Y = (-2.0, -1.0, 0.0)
W = (-5.0, -3.0, -1.0, 0.5)
B = (5.0, 3.0, 1.0, -0.5)
LOSSES = (60.0, 26.7, 6.7, 0.42)

pytestmark = pytest.mark.browser


def open_animation(page: Page, folder: Path, markup: str) -> Locator:
    """The page of an animation; any error in its script fails the test."""
    page.on("pageerror", lambda error: pytest.fail(f"the script of the animation failed: {error}"))
    file = folder / "animation.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{markup}", encoding="utf-8")
    page.goto(file.as_uri())
    return page.locator("svg > text")


@pytest.fixture(scope="module")
def markup() -> str:
    """An animation of four steps."""
    surface = ErrorSurface.from_data(X, Y, 6, 6, 20)
    return animation_html(surface, Run("", W, B, LOSSES))


def step(number: int) -> re.Pattern[str]:
    return re.compile(rf"step {number}: w = {W[number]:g}, b = {B[number]:g}, loss = {LOSSES[number]:g}$")


def test_it_is_stepped_through_with_the_mouse_and_with_keys(page: Page, tmp_path: Path, markup: str) -> None:
    numbers = open_animation(page, tmp_path, markup)
    expect(numbers).to_have_text(step(3))
    page.get_by_role("button", name="one step back").click()
    expect(numbers).to_have_text(step(2))
    slider = page.get_by_role("slider", name="recorded step")
    slider.press("Home")
    expect(numbers).to_have_text(step(0))
    expect(slider).to_have_attribute("aria-valuetext", step(0))
    slider.press("ArrowRight")
    expect(numbers).to_have_text(step(1))
    page.get_by_role("button", name="one step on").press("Enter")
    expect(numbers).to_have_text(step(2))


def test_it_plays_to_its_end_and_can_be_paused(page: Page, tmp_path: Path, markup: str, artefacts: Path) -> None:
    numbers = open_animation(page, tmp_path, markup)
    page.get_by_role("button", name="play").click()
    expect(numbers).to_have_text(step(1))
    page.get_by_role("button", name="pause").click()
    page.screenshot(path=artefacts / "animation-paused.png")
    page.get_by_role("button", name="play").press("Space")
    expect(numbers).to_have_text(step(3))
    expect(page.get_by_role("button", name="play")).to_be_visible()


def test_the_marks_lie_where_the_step_is(page: Page, tmp_path: Path, markup: str) -> None:
    open_animation(page, tmp_path, markup)
    trail = page.locator("svg > svg").nth(1).locator("polyline").last
    page.get_by_role("slider", name="recorded step").press("Home")
    expect(trail).to_have_attribute("points", re.compile(r"^\S+,\S+$"))
    page.get_by_role("button", name="one step on").click()
    expect(trail).to_have_attribute("points", re.compile(r"^\S+,\S+ \S+,\S+$"))
    expect(page.locator("svg > svg").nth(1).locator("circle:visible")).to_have_count(4)  # start, two steps, now


def test_without_scripts_it_is_a_picture(page: Page, tmp_path: Path, markup: str) -> None:
    open_animation(page, tmp_path, re.sub(r"<script>.*</script>", "", markup, flags=re.DOTALL))
    expect(page.get_by_role("img", name=re.compile("step 3"))).to_be_visible()
    expect(page.locator("svg")).to_have_count(0)
