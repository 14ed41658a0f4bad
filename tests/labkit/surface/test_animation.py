"""The animation: small, true to what was recorded, and a picture where no script is run."""

import json
import re

import pytest
from descents import batch_path, record
from notebook_outputs import alt_texts

from labkit.surface.descent_path import thinned, thinned_late


def animation(shell, helper, **options):
    helper.animate(**options)
    return shell.display_pub.outputs.html[-1]


def animated_numbers(markup):
    """What the script is given."""
    start = markup.index("const D = ") + len("const D = ")
    return json.JSONDecoder().raw_decode(markup[start:])[0]


def test_an_animation_of_sixty_frames_stays_below_300_kb(shell, helper):
    record(helper, 600)
    markup = animation(shell, helper)
    assert len(animated_numbers(markup)["text"]) == 60
    assert len(markup) < 300_000


def test_each_frame_of_an_animation_tells_the_numbers_of_its_recorded_step(shell, helper):
    record(helper)
    numbers = animated_numbers(animation(shell, helper))
    expected = [
        f"step {k}: w = {w:.4g}, b = {b:.4g}, loss = {loss:.4g}" for k, (w, b, loss) in enumerate(batch_path(10))
    ]
    assert numbers["text"] == expected
    assert len(numbers["line"]) == len(numbers["frames"]) == 10


def test_where_scripts_are_taken_out_the_animation_is_a_picture_with_alternative_text(shell, helper):
    record(helper)
    markup = re.sub(r"<script>.*</script>", "", animation(shell, helper), flags=re.DOTALL)
    (text,) = alt_texts(markup)
    assert "step 9" in text


def test_an_animation_of_nothing_shows_the_surface_and_says_so(shell, helper):
    helper.animate()
    assert "nothing recorded yet" in shell.display_pub.outputs.shown[0].data["text/plain"]


def test_an_animation_of_one_frame_is_refused(helper):
    with pytest.raises(ValueError, match="max_frames is 1"):
        helper.animate([(1, 1), (2, 2)], max_frames=1)


@pytest.mark.parametrize(("steps", "limit"), [(1, 2), (5, 5), (61, 60), (10_000, 60)])
def test_a_thinned_run_keeps_its_first_and_its_last_step(steps, limit):
    kept = thinned(steps, limit)
    assert (kept[0], kept[-1]) == (0, steps - 1)
    assert len(kept) == min(steps, limit)


@pytest.mark.parametrize(("steps", "limit"), [(1, 4), (60, 60), (61, 60), (601, 400), (100_000, 400)])
def test_a_drawn_path_keeps_all_of_its_long_early_steps_and_its_end(steps, limit):
    kept = thinned_late(steps, limit)
    assert kept == sorted(set(kept))
    assert kept[: limit // 2] == list(range(min(steps, limit // 2)))
    assert kept[-1] == steps - 1
    assert len(kept) == min(steps, limit)
