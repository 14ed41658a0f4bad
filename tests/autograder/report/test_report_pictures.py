"""What is drawn is what was found: exact lines of equal loss, paths that end where students ended, all histories."""

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from made_results import NOTEBOOK, X, Y, entry, odd, read, result, subject, wrong

from autograder.grading.evidence_store import SettingRun
from autograder.grading.submission_verdicts import Graded, Result
from autograder.report import Entry, Subject, build_report, report_data, subject_of
from labkit.evidence.collecting import Evidence
from labkit.evidence.task import Task
from labkit.judging.key import Box, Finding
from labkit.judging.paths.known_paths import KnownPaths, Landscape, Level
from labkit.judging.setting import Setting
from labkit.judging.verdict import Verdict
from reference.keys.by_recipe import ByRecipe
from reference.labs.two_parameter_sgd import LAB

EPOCHS, RATE = 10, 0.1


def descended(targets: np.ndarray, epochs: int = EPOCHS) -> np.ndarray:
    """(w, b) at the start and after each epoch of descent pair by pair from (-12, -10), written out in NumPy."""
    x = np.arange(-3, 3, 0.1)
    w, b = -12.0, -10.0
    path = [(w, b)]
    for _ in range(epochs):
        for one, target in zip(x, targets, strict=True):
            error = w * one + b - target
            w, b = w - RATE * 2 * error * one, b - RATE * 2 * error
        path.append((w, b))
    return np.array(path)


CLEAN = np.arange(-3, 3, 0.1) - 1.0


def test_the_path_of_a_right_run_is_the_descent_itself() -> None:
    path = subject_of(ByRecipe(LAB)).path((), tuple(descended(CLEAN)[-1]))
    assert np.array(path) == pytest.approx(descended(CLEAN), abs=1e-4)


def test_a_mistake_in_what_is_recorded_leaves_the_path_as_it_is() -> None:
    path = subject_of(ByRecipe(LAB)).path((Finding("loss-against-x"),), tuple(descended(CLEAN)[-1]))
    assert np.array(path) == pytest.approx(descended(CLEAN), abs=1e-4)


def test_a_mistake_in_the_training_has_a_path_of_its_own() -> None:
    longer = descended(CLEAN, 15)
    path = subject_of(ByRecipe(LAB)).path((Finding("too-many-epochs", 15),), tuple(longer[-1]))
    assert np.array(path) == pytest.approx(longer, abs=1e-4)


def test_a_learning_rate_that_was_fitted_has_its_path() -> None:
    x, targets, rate = np.arange(-3, 3, 0.1), CLEAN, 0.0371
    w, b = -12.0, -10.0
    walked = [(w, b)]
    for _ in range(EPOCHS):
        for one, target in zip(x, targets, strict=True):
            error = w * one + b - target
            w, b = w - rate * 2 * error * one, b - rate * 2 * error
        walked.append((w, b))
    path = subject_of(ByRecipe(LAB)).path((Finding("learning-rate-too-small", rate),), (w, b))
    assert np.array(path) == pytest.approx(np.array(walked), abs=1e-4)


def test_no_path_is_drawn_that_ends_elsewhere_than_the_student_did() -> None:
    about = subject_of(ByRecipe(LAB))
    assert about.path((), (3.0, 4.0)) is None
    assert about.path((), (math.nan, math.inf)) is None
    assert about.path((Finding("shuffled-order"),), tuple(descended(CLEAN)[-1])) is None


def test_the_surface_reaches_beyond_the_start_as_in_the_notebook() -> None:
    surface = subject_of(ByRecipe(LAB)).surface
    assert surface is not None
    assert surface.w[-1] == pytest.approx(15.0)
    assert surface.b[-1] == pytest.approx(12.5)


def test_each_ellipse_is_a_line_of_equal_loss_in_steps_of_1_2_5() -> None:
    html = build_report(report_data(subject(), [entry(result("ann"))]))
    number = r"([-\d.]+)"
    shape = (
        rf'<ellipse class="level" cx="{number}" cy="{number}" rx="{number}" ry="{number}" transform="rotate\({number}'
    )
    found = [tuple(map(float, match)) for match in re.findall(shape, html)]
    assert len(found) > 6
    for cx, cy, rx, ry, turn in found:
        angle = np.linspace(0, 2 * np.pi, 12)
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        x, y = (
            cx + c * rx * np.cos(angle) - s * ry * np.sin(angle),
            cy + s * rx * np.cos(angle) + c * ry * np.sin(angle),
        )
        # The frame: 52 to 460 across for slopes from -15 to 15, 360 to 10 for biases from -13 to 13.
        w, b = (x - 52) / 408 * 30 - 15, 13 - (y - 10) / 350 * 26
        loss = np.square(np.outer(w, X) + b[:, np.newaxis] - Y).mean(axis=1)
        height = np.median(loss)
        leading = height / 10 ** math.floor(math.log10(height) + 0.02)
        assert min(abs(leading - step) for step in (1, 2, 5)) < 0.15 * leading
        if rx > 20:  # pixels are written to a tenth
            assert loss == pytest.approx(height, rel=0.05)


def test_runs_that_nothing_explains_are_marked_where_they_ended() -> None:
    known = subject(path=lambda findings, end: ((-12.0, -10.0), end))
    made = [entry(result("ann")), entry(result("bob", odd("losses", 9.0)), [9.0], (6.0, 6.5))]
    page = build_report(report_data(known, made))
    x, y = 52 + (6.0 + 15) / 30 * 408, 10 + (13 - 6.5) / 26 * 350
    assert f'<use href="#sign-unknown" x="{x:.1f}" y="{y:.1f}"/>' in page
    assert "1 of 2 runs with their path" in read(page).text


def test_a_path_that_two_kinds_share_is_drawn_in_stripes_of_both() -> None:
    known = subject(path=lambda findings, end: ((-12.0, -10.0), (0.0, 5.0), end))
    made = [entry(result("ann")), entry(result("bob", wrong("losses", mistakes=("loss-against-x",))))]
    alone, both = (build_report(report_data(known, entries)) for entries in (made[:1], made))
    assert "stroke-dasharray" not in alone
    assert both.count("stroke-dasharray") == 4  # two steps, two kinds


def test_histories_that_no_scale_can_show_break_nothing() -> None:
    histories = ([math.nan, -1.0, 0.0], [math.inf] * 3, [], [1e300, 1e-300, 5.0], [1.0] * 4000)
    made = [
        entry(result(f"s{place}", odd("losses", float(place))), history, (math.inf, 1.0))
        for place, history in enumerate(histories)
    ]
    page = build_report(report_data(subject(), made))
    assert "nan" not in "".join(re.findall(r'points="([^"]*)"', page))
    assert "5 ended outside this view, or in no number." in read(page).text
    assert "1 are longer" in read(page).text


def test_the_table_behind_the_pictures_has_the_ranges_of_each_kind() -> None:
    against_x = wrong("losses", mistakes=("loss-against-x",))
    made = [
        entry(result("ann", against_x), [100.0, 10.0], (1.0, -1.0)),
        entry(result("bob", against_x), [100.0, 12.0], (1.5, -1.0)),
        entry(result("cem")),
    ]
    page = read(build_report(report_data(subject(), made)))
    assert page.row("training-table", "loss-against-x") == ["2", "2", "100", "10 to 12", "1 to 1.5", "-1"]
    assert page.row("training-table", "right") == ["1", "3", "100", "1", "1", "-1"]


def test_evidence_that_cannot_be_read_is_drawn_as_nothing() -> None:
    one = entry(result("ann"))
    assert one.run is not None
    broken = replace(one, run=replace(one.run, evidence={"losses": {"format": 99}}))
    training = report_data(subject(), [broken]).training
    assert training is not None
    assert [(run.loss, run.end) for run in training.runs] == [((), None)]


def test_inputs_that_are_all_the_same_have_no_ellipses_and_still_a_page() -> None:
    from labkit.surface.error_surface import ErrorSurface

    flat = ErrorSurface.from_data([0.0] * 5, [1.0] * 5, 15, 13)
    assert "<ellipse" not in build_report(report_data(subject(surface=flat), [entry(result("ann"))]))


def test_at_most_six_mistakes_have_a_colour_of_their_own_and_the_rest_share_one() -> None:
    made = [
        entry(result(f"s{number}-{copy}", wrong("losses", mistakes=(f"mistake-{number}",))))
        for number in range(9)
        for copy in range(9 - number)
    ]
    data = report_data(subject(), made)
    kinds = {row.mistake: row.kind for row in data.mistakes}
    assert kinds["mistake-0"] == "m1"
    assert kinds["mistake-5"] == "m6"
    assert {kinds[f"mistake-{number}"] for number in (6, 7, 8)} == {"other"}
    assert [len(kind.rows) for kind in data.kinds] == [9, 8, 7, 6, 5, 4, 3 + 2 + 1]


# Labs without a surface: any histories, two parameters of any name, values

ANY_TASKS = (
    Task("errors", "history", ("train_error", "val_error"), "train"),
    Task("model", "parameters", ("model",), "train"),
    Task("share", "values", ("accuracy",), "train"),
)
ANY_RIGHT = {
    "train_error": Box.around((0.7, 0.6, 0.5), 1e-6),
    "val_error": Box.around((0.8, 0.7, 0.65), 1e-6),
    "model": Box.around((1.5, -0.5), 1e-6),
    "accuracy": Box.of(0.75),
}


def of_any_lab(student: str, outcome: str, **values: Any) -> Entry:
    items = tuple(
        Graded(task.name, outcome, 1.0, 1.0, (), "", "", Verdict(task.name, task.kind, task.names, outcome, 1.0))
        for task in ANY_TASKS
    )
    evidence = {
        task.name: Evidence(task.name, {n: values[n] for n in task.names if n in values}).to_json()
        for task in ANY_TASKS
    }
    run = SettingRun(Setting({"slope": 1.0}, "published"), evidence, "finished")
    return Entry(Result(student, NOTEBOOK, items), run)


def of_a_class() -> list[Entry]:
    right = {"train_error": (0.7, 0.6, 0.5), "val_error": (0.8, 0.7, 0.65), "model": (1.5, -0.5), "accuracy": 0.75}
    return [
        of_any_lab("ann", "correct", **right),
        of_any_lab("bob", "wrong", **{**right, "val_error": (0.8, 0.75), "model": (1.0, 0.5), "accuracy": 75.0}),
        of_any_lab("cem", "wrong", train_error=("<list>",), model=(1.0,), accuracy="<Tensor>"),
        of_any_lab("dee", "missing"),
    ]


def any_lab(**changes: Any) -> Subject:
    return Subject(**{"assignment": NOTEBOOK, "tasks": ANY_TASKS, "right_boxes": ANY_RIGHT, **changes})


def test_every_history_is_drawn_and_two_parameters_beside_the_first_of_a_practice() -> None:
    data = report_data(any_lab(), of_a_class())
    assert data.training is None
    assert [one.names for one in data.further] == [
        ("train_error", "model, first", "model, second"),
        ("val_error", "", ""),
    ]
    train, val = data.further
    assert (train.right_end, val.right_end) == ((1.5, -0.5), None)
    assert [run.end for run in train.runs] == [(1.5, -0.5), (1.0, 0.5), None, None]
    assert [run.loss for run in val.runs] == [(0.8, 0.7, 0.65), (0.8, 0.75), (), ()]
    assert val.right == pytest.approx((0.8, 0.7, 0.65))


def test_pictures_of_any_lab_have_names_of_their_own_and_a_table_each() -> None:
    html = build_report(report_data(any_lab(), of_a_class()))
    page = read(html)
    assert len(page.ids) == len(set(page.ids))
    assert {"ends-1-title", "histories-1-title", "histories-2-title"} <= set(page.ids)
    assert "ends-2-title" not in page.ids
    assert page.row("training-1-table", "right") == ["1", "3", "0.7", "0.5", "1.5", "-0.5"]
    assert page.row("training-2-table", "not recognised") == ["2", "0 to 2", "0.8", "0.75"]


def test_values_are_a_table_with_the_right_one_first() -> None:
    rows = report_data(any_lab(), of_a_class()).values
    assert [(row.name, row.found, row.rows, row.is_right) for row in rows] == [
        ("accuracy", "0.75", (0,), True),
        ("accuracy", "75", (1,), False),
        ("accuracy", "<Tensor>", (2,), False),
    ]


def test_losses_within_a_decade_are_drawn_over_the_whole_height() -> None:
    html = build_report(report_data(any_lab(), of_a_class()[:1]))
    picture = html[html.index('id="histories-1-title"') :].split("</svg>")[0]
    heights = [float(y) for y in re.findall(r",([\d.]+)", re.findall(r'points="([^"]*)"', picture)[0])]
    assert max(heights) - min(heights) > 250
    assert {">0.5<", ">0.6<", ">0.7<"} <= {f">{said}<" for said in re.findall(r">([\d.]+)</text>", picture)}


def test_ends_far_from_the_others_do_not_shrink_the_picture() -> None:
    made = [*of_a_class(), of_any_lab("eve", "wrong", train_error=(0.7,), model=(1e30, math.inf))]
    page = read(build_report(report_data(any_lab(), made)))
    assert "1 ended outside this view, or in no number." in page.text


@pytest.mark.parametrize("right", [{}, {"model": Box.around((1.0, 2.0, 3.0))}])
def test_more_or_fewer_than_two_parameters_are_not_drawn(right: dict[str, Box]) -> None:
    data = report_data(any_lab(right_boxes={**ANY_RIGHT, "model": Box.around(1.0), **right}), of_a_class())
    assert [one.names[1:] for one in data.further] == [("", ""), ("", "")]


def test_a_lab_with_a_surface_draws_its_history_once() -> None:
    data = report_data(subject(), [entry(result("ann"))])
    assert data.training is not None
    assert (data.further, data.values) == ((), ())


# Labs whose paths ship: the right one and those of mistakes, over the surface that ships with them

LANDSCAPE = Landscape(
    (-16.0, 16.0), (-12.0, 12.0), ("weight w", "bias b"), (1.0, -1.0), (Level(3.0, (((0.0, 0.0), (8.0, 6.0)),)),)
)
RIGHT_PATH = ((-12.0, -10.0), (-4.0, -2.0), (1.0, -1.0))
SLOW_PATH = ((-12.0, -10.0), (-11.0, -9.5), (-10.0, -9.0))
KNOWN = KnownPaths(
    tasks=("losses", "numbers"),
    names=("w", "b"),
    history="LOSS",
    landscape=LANDSCAPE,
    right=RIGHT_PATH,
    losses=(100.0, 10.0),
    entry="step",
    mistakes={Finding("learning-rate-too-small"): (SLOW_PATH,), Finding("loss-against-x"): (RIGHT_PATH,)},
)


def with_paths(*made: Entry, **changes: Any) -> str:
    return build_report(report_data(subject(surface=None, paths=(replace(KNOWN, **changes),)), made))


def in_pixels(w: float, b: float) -> tuple[float, float]:
    """52 to 460 across for w from -16 to 16, 360 to 10 for b from -12 to 12."""
    return round(52 + (w + 16) / 32 * 408, 1), round(360 - (b + 12) / 24 * 350, 1)


def slow(student: str) -> Entry:
    small = {"mistakes": ("learning-rate-too-small",)}
    return entry(result(student, wrong("losses", **small), wrong("numbers", **small)), [9.0, 8.0], SLOW_PATH[-1])


def test_the_right_path_is_a_band_over_the_lines_that_ship_though_nobody_took_it() -> None:
    page = with_paths(slow("ann"))
    band = re.search(r'<polyline class="band on-surface" points="([^"]*)"', page)
    assert band is not None
    drawn = [tuple(map(float, point.split(","))) for point in band[1].split()]
    assert drawn == [pytest.approx(in_pixels(*point), abs=0.11) for point in RIGHT_PATH]
    (x, y), (to_x, to_y) = in_pixels(0, 0), in_pixels(8, 6)
    level = re.search(r'<polyline points="([^"]*)" fill="none" stroke="currentColor"', page)
    assert level is not None
    numbers = [float(number) for number in re.split("[ ,]", level[1])]
    assert numbers == pytest.approx([x, y, to_x, to_y], abs=0.11)
    assert ">weight w</text>" in page
    assert ">bias b</text>" in page
    assert "style=" not in page  # its content security policy lets none through


def test_runs_with_a_known_mistake_take_its_path_and_are_counted_in_a_sentence() -> None:
    text = read(with_paths(slow("ann"), slow("bob"), entry(result("cem"), [100.0, 10.0], RIGHT_PATH[-1]))).text
    assert "3 of 3 runs with their path, one sign per step" in text
    assert (
        "learning-rate-too-small , 2 runs: Both begin in the same place and part in the first step; with the mistake "
        "the training ends at w = -10, b = -9." in text
    )
    assert "your" not in text.split("Where the paths part")[1].split("Each kind")[0]


def test_a_run_whose_path_is_not_known_has_a_sign_where_it_ended() -> None:
    page = with_paths(slow("ann"), entry(result("bob", odd("losses", 9.0)), [9.0], (6.0, 6.0)))
    x, y = in_pixels(6, 6)
    assert f'<use href="#sign-unknown" x="{x:.1f}" y="{y:.1f}"/>' in page
    assert "Of 1 more only the end is known, marked by the sign of their kind." in read(page).text


def test_long_paths_have_a_sign_at_their_end_and_no_number_breaks_a_picture() -> None:
    long = tuple((-12.0 + step / 10, -10.0) for step in range(81))
    away = ((-12.0, -10.0), (1e200, 1e300), (math.nan, math.inf))
    mistakes = {Finding("learning-rate-too-small"): (long,), Finding("gradient-ascent"): (away,)}
    ascent = {"mistakes": ("gradient-ascent",)}
    lost = entry(result("bob", wrong("losses", **ascent), wrong("numbers", **ascent)), [9.0], (math.inf, -math.inf))
    far = entry(slow("ann").result, [9.0], long[-1])
    page = with_paths(far, lost, mistakes=mistakes)
    surface = page[page.index('id="surface-title"') :].split("</svg>")[0]
    x, y = in_pixels(*long[-1])
    assert f'y="{y:.1f}"/>' in surface
    assert surface.count('href="#sign-m2"') == 1
    assert re.search(rf'href="#sign-m2" x="{x:.1f}" y="{y:.1f}"', surface)
    assert "nan" not in surface
    text = read(page).text
    assert "2 of 2 runs with their path, a sign at its end" in text
    assert "the training runs away" in text


def test_both_parameters_may_be_those_of_one_model() -> None:
    page = with_paths(*[replace(one, run=of_a_model(one)) for one in [slow("ann")]], names=("model",))
    assert "1 of 1 runs with their path" in read(page).text
    assert "Final w" in read(page).text


def of_a_model(one: Entry) -> SettingRun:
    assert one.run is not None
    evidence = {"losses": Evidence("losses", {"LOSS": (9.0, 8.0), "model": SLOW_PATH[-1]}).to_json()}
    return replace(one.run, evidence=evidence)


def test_a_lab_by_recipe_tells_where_its_paths_part_as_well() -> None:
    about = subject(path=lambda findings, end: SLOW_PATH if findings else RIGHT_PATH, paths=(KNOWN,))
    page = build_report(report_data(about, [slow("ann")]))
    assert "<ellipse" in page
    assert 'class="band on-surface"' in page
    assert "learning-rate-too-small , 1 run: Both begin in the same place" in read(page).text
