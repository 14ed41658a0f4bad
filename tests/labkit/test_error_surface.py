"""`plot_error_surfaces`: the drop-in for notebooks of this lab family, and the faults it puts right."""

import gc
import io
import json
import re
import weakref

import numpy as np
import pytest
import torch
from matplotlib import pyplot
from notebook_outputs import KernelShell, NotebookShell, run, start
from PIL import Image
from torch import nn

from labkit import display, live_view, step_scene
from labkit.descent_path import Run, thinned
from labkit.error_surface import plot_error_surfaces, set_drawing

X = torch.arange(-3, 3, 0.1).view(-1, 1)
Y = X - 1 + 0.1 * torch.sin(17 * X)
INF, NAN = float("inf"), float("nan")
BATCH = "get_surface.set_para_loss({w}, {b}, {loss})\nget_surface.plot_ps()\n"


@pytest.fixture
def helper():
    """A helper that has recorded nothing."""
    return plot_error_surfaces(15, 13, X, Y, 30, go=False)


@pytest.fixture(autouse=True)
def _no_figure_is_left():
    yield
    pyplot.close("all")
    set_drawing(True)


@pytest.fixture
def shell(monkeypatch):
    """A notebook with a kernel."""
    yield start(monkeypatch)
    KernelShell.clear_instance()


def batch_path(epochs, w=-15.0, b=-10.0, rate=0.1):
    """Batch gradient descent in float64 from the gradient's closed form: (w, b, loss) before each update."""
    x, y = (values.double().numpy().ravel() for values in (X, Y))
    steps = []
    for _ in range(epochs):
        residual = w * x + b - y
        steps.append((w, b, float((residual**2).mean())))
        w, b = w - rate * 2 * (residual * x).mean(), b - rate * 2 * residual.mean()
    return steps


def record(helper, epochs=10):
    for w, b, loss in batch_path(epochs):
        helper.set_para_loss(w, b, loss)


def pixels(image):
    return np.asarray(Image.open(io.BytesIO(image)).convert("RGB"), dtype=np.int64)


def alt_texts(markup):
    return re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', markup)


# --- the six faults of the published lab ------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 3, 9])
def test_fault_1_all_views_show_the_same_recorded_step(helper, step):
    record(helper)
    recorded = helper.run
    scene = step_scene.make_scene(helper.surface, step_scene.view_of(helper.surface, recorded))
    artists = step_scene.draw_step(scene, recorded, step)
    w, b, loss = batch_path(10)[step]
    line = next(artist for artist in artists if artist.axes is scene.data)
    now = [artist for artist in artists if artist.axes is scene.parameters][-1]
    lowest = [artist for artist in artists if artist.axes is scene.history][-1]
    assert line.get_ydata() == pytest.approx(w * line.get_xdata() + b)
    assert (now.get_xdata()[0], now.get_ydata()[0]) == pytest.approx((w, b))
    assert (lowest.get_xdata()[0], lowest.get_ydata()[0]) == pytest.approx((step, loss))
    assert step_scene.headline(recorded, step).startswith(f"step {step}: w = {w:.4g}, b = {b:.4g}")


def test_fault_1_the_moving_picture_shows_the_same_recorded_step_too(helper):
    record(helper)
    recorded = helper.run
    scene = step_scene.make_scene(helper.surface, step_scene.view_of(helper.surface, recorded))
    moving = step_scene.track(scene, recorded, [4])
    w, b, loss = batch_path(10)[4]
    left, right = scene.data.get_xlim()

    def pixel(axes, x, y):
        column, row = axes.transData.transform((x, y))
        return column, scene.figure.bbox.height - row

    ends = (*pixel(scene.data, left, w * left + b), *pixel(scene.data, right, w * right + b))
    assert moving.line[0] == pytest.approx(ends, abs=0.1)
    assert moving.path[0] == pytest.approx(pixel(scene.parameters, w, b), abs=0.1)
    assert moving.history[0] == pytest.approx(pixel(scene.history, 4, loss), abs=0.1)


@pytest.mark.parametrize("method", ["plot_ps", "final_plot"])
def test_fault_3_a_helper_that_recorded_nothing_shows_the_surface_and_says_so(shell, helper, method):
    getattr(helper, method)()
    (shown,) = shell.display_pub.outputs.shown
    assert "nothing recorded yet" in shown.data["text/plain"]


def test_fault_3_one_opening_figure_and_no_empty_one(shell):
    plot_error_surfaces(15, 13, X, Y)
    assert len(shell.display_pub.outputs.shown) == 1
    assert pyplot.get_fignums() == []


def test_fault_3_without_go_nothing_opens(shell):
    plot_error_surfaces(15, 13, X, Y, 30, False)
    assert shell.display_pub.outputs.shown == []


def test_fault_5_no_tensor_and_no_graph_is_kept(helper):
    w, b = torch.tensor(-15.0, requires_grad=True), torch.tensor([-10.0], requires_grad=True)
    loss = ((w * X + b - Y) ** 2).mean()
    helper.set_para_loss(w, b, loss)
    kept = [weakref.ref(value) for value in (w, b, loss)]
    assert {type(value) for step in helper.path for value in step} == {float}
    assert type(helper.run.losses[0]) is float
    del w, b, loss
    gc.collect()
    assert [value() for value in kept] == [None, None, None]


def test_fault_6_thirty_steps_in_a_cell_are_one_output(shell, helper):
    source = "".join(BATCH.format(w=w, b=b, loss=loss) for w, b, loss in batch_path(30))
    run(shell, source, get_surface=helper)
    (shown,) = shell.display_pub.outputs.shown
    assert shown.updates == 30  # 29 further steps, and the image that is kept
    w, b, loss = batch_path(30)[-1]
    assert f"step 29: w = {w:.4g}, b = {b:.4g}, loss = {loss:.4g}" in shown.data["text/plain"]


# --- notebooks of the family ------------------------------------------------------------------------------


def test_a_training_loop_of_the_family_runs_as_it_is(shell):
    run(
        shell,
        """
get_surface = plot_error_surfaces(15, 13, X, Y, 30)
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
LOSS = []
for epoch in range(10):
    Yhat = w * X + b
    loss = torch.mean((Yhat - Y) ** 2)
    get_surface.set_para_loss(w.data.tolist(), b.data.tolist(), loss.tolist())
    if epoch % 3 == 0:
        get_surface.plot_ps()
    loss.backward()
    w.data = w.data - 0.1 * w.grad.data
    b.data = b.data - 0.1 * b.grad.data
    w.grad.data.zero_()
    b.grad.data.zero_()
get_surface.final_plot()
recorded = get_surface.path
""",
        plot_error_surfaces=plot_error_surfaces,
        X=X,
        Y=Y,
        torch=torch,
    )
    assert np.array(shell.user_ns["recorded"]) == pytest.approx(
        np.array([step[:2] for step in batch_path(10)]), rel=1e-4
    )
    assert len(shell.display_pub.outputs.shown) == 3  # the opening figure, the live one, the last one


class Wrapped(nn.Module):
    """A model as the sibling labs write it."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)


@pytest.mark.parametrize("make", [lambda: nn.Linear(1, 1), Wrapped, lambda: nn.Sequential(nn.Linear(1, 1))])
@pytest.mark.parametrize("named", [False, True])
def test_a_model_is_recorded_by_its_weight_and_bias(helper, make, named):
    model = make()
    weight, bias = model.parameters()
    with torch.no_grad():
        weight.fill_(2.5)
        bias.fill_(-0.75)
    if named:
        helper.set_para_loss(model=model, loss=3)
    else:
        helper.set_para_loss(model, torch.tensor(3.0))
    assert helper.path == ((2.5, -0.75),)
    assert helper.run.losses == (3.0,)


def test_parameters_may_be_given_by_name(helper):
    helper.set_para_loss(1.0, loss=3.0, B=2.0)
    assert (helper.path, helper.run.losses) == (((1.0, 2.0),), (3.0,))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((1.0,), "takes"),
        ((1.0, 2.0, 3.0, 4.0), "takes"),
        ((1.0, 2.0), "needs a model"),
        ((torch.ones(2), 1.0, 1.0), "W is a Tensor of shape"),
        ((1.0, None, 1.0), "B is a NoneType"),
        ((1.0, 1.0, [1.0, 2.0]), "loss is a list"),
        ((nn.Linear(2, 1), 1.0), "a line has one weight and one bias"),
        ((nn.Linear(1, 1, bias=False), 1.0), "a line has one weight and one bias"),
    ],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_recorded(helper, values, message):
    with pytest.raises(TypeError, match=message):
        helper.set_para_loss(*values)
    assert helper.path == ()


# --- in a notebook ----------------------------------------------------------------------------------------


def test_the_live_output_ends_as_an_image_with_alternative_text_and_no_script(shell, helper):
    run(shell, BATCH.format(w=-15, b=-10, loss=835.0), get_surface=helper)
    (markup,) = shell.display_pub.outputs.html
    (text,) = alt_texts(markup)
    assert "step 0: w = -15, b = -10, loss = 835" in text
    assert "<script" not in markup
    assert "<svg" not in markup


def test_the_output_moves_while_the_cell_runs(shell, helper):
    seen = []
    source = BATCH.format(w=-15, b=-10, loss=835.0) + "look()\n" + BATCH.format(w=-5, b=-8, loss=175.0) + "look()"
    run(shell, source, get_surface=helper, look=lambda: seen.extend(shell.display_pub.outputs.html))
    assert len(seen) == 2
    assert "step 0: w = -15" in seen[0]
    assert "step 1: w = -5" in seen[1]


def test_the_last_step_is_shown_also_when_the_cell_ends_in_an_exception(shell, helper):
    with pytest.raises(ZeroDivisionError):
        run(shell, BATCH.format(w=-15, b=-10, loss=835.0) + "1 / 0", get_surface=helper)
    assert alt_texts(shell.display_pub.outputs.html[0])


def test_each_cell_and_each_run_has_an_output_of_its_own(shell, helper):
    run(shell, BATCH.format(w=-15, b=-10, loss=835.0), get_surface=helper)
    run(shell, BATCH.format(w=-5, b=-8, loss=175.0))
    run(shell, BATCH.format(w=1, b=1, loss=4) + "get_surface.start_run('again')\n" + BATCH.format(w=2, b=2, loss=9))
    assert len(shell.display_pub.outputs.shown) == 4
    assert "again, step 0: w = 2" in shell.display_pub.outputs.shown[-1].data["text/plain"]


def test_however_many_steps_a_run_has_the_number_of_pictures_stays_small(shell, helper):
    source = "for k in range(3000):\n    get_surface.set_para_loss(1, 1, 1)\n    get_surface.plot_ps()"
    run(shell, source, get_surface=helper)
    (shown,) = shell.display_pub.outputs.shown
    assert shown.updates < 90
    assert "step 2999:" in shown.data["text/plain"]


def test_where_nobody_watches_only_the_last_step_is_drawn(monkeypatch, helper):
    shell = start(monkeypatch, NotebookShell)
    run(shell, "".join(BATCH.format(w=w, b=b, loss=loss) for w, b, loss in batch_path(10)), get_surface=helper)
    NotebookShell.clear_instance()
    (shown,) = shell.display_pub.outputs.shown
    assert shown.updates == 0
    assert "step 9:" in alt_texts(shown.data["text/html"])[0]


def test_a_name_of_a_run_cannot_break_the_page(shell, helper):
    helper.start_run('<b>"one" & two')
    helper.set_para_loss(-15, -10, 835.0)
    seen = []
    run(shell, "g.plot_ps(); look()", g=helper, look=lambda: seen.extend(shell.display_pub.outputs.html))
    helper.animate()
    for markup in (*seen, *shell.display_pub.outputs.html):
        assert "<b>" not in markup


# --- elsewhere --------------------------------------------------------------------------------------------


def test_in_plain_python_steps_draw_nothing_and_the_end_draws_one_figure(monkeypatch, helper):
    monkeypatch.setattr(display, "notebook_shell", lambda: None)
    record(helper)
    helper.plot_ps()
    assert pyplot.get_fignums() == []
    helper.final_plot()
    assert len(pyplot.get_fignums()) == 1


def test_with_drawing_switched_off_everything_is_recorded_and_nothing_is_drawn(shell):
    set_drawing(False)
    helper = plot_error_surfaces(15, 13, X, Y)
    source = "".join(BATCH.format(w=w, b=b, loss=loss) for w, b, loss in batch_path(3))
    run(shell, source + "get_surface.final_plot(); get_surface.animate(); get_surface.compare_paths()",
        get_surface=helper)  # fmt: skip
    assert shell.display_pub.outputs.shown == []
    assert helper.path == tuple(step[:2] for step in batch_path(3))


# --- runs and paths ---------------------------------------------------------------------------------------


def test_runs_are_kept_apart(helper):
    helper.start_run("first")
    helper.set_para_loss(1, 2, 3)
    helper.start_run("second")
    helper.set_para_loss(4, 5, 6)
    helper.set_para_loss(7, 8, 9)
    assert helper.runs == (
        Run("first", (1.0,), (2.0,), (3.0,)),
        Run("second", (4.0, 7.0), (5.0, 8.0), (6.0, 9.0)),
    )


def test_any_path_is_drawn_over_the_surface(shell, helper):
    helper.draw_path([(torch.tensor(-15.0), -10), (1, np.float64(-1))])
    assert "path of 2 steps leads from w = -15, b = -10" in shell.display_pub.outputs.shown[0].data["text/plain"]


def test_several_paths_are_compared_with_their_losses(shell, helper):
    slow = [step[:2] for step in batch_path(10)]
    fast = [step[:2] for step in batch_path(10, rate=0.2)]
    helper.compare_paths({"slow": slow, "fast": fast}, updates_per_epoch={"fast": 60})
    (shown,) = shell.display_pub.outputs.shown
    assert f"slow: 10 points from w = -15, b = -10 to w = {slow[-1][0]:.4g}" in shown.data["text/plain"]
    assert f"loss {batch_path(10, rate=0.2)[-1][2]:.4g}" in shown.data["text/plain"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({}, ValueError, "no path to compare"),
        ({"paths": {"a": []}}, ValueError, "the path 'a' has no steps"),
        ({"paths": {"a": [1.0]}}, TypeError, "step 0 of the path 'a'"),
        ({"paths": {"a": [(1, 1)]}, "updates_per_epoch": {"b": 60}}, ValueError, "updates_per_epoch names b"),
        ({"paths": {"a": [(1, 1)]}, "points_per_epoch": 0}, ValueError, "points_per_epoch is 0"),
    ],
)
def test_a_comparison_without_sense_is_refused(helper, arguments, error, message):
    with pytest.raises(error, match=message):
        helper.compare_paths(**arguments)


@pytest.mark.parametrize(
    "steps",
    [
        [(-15, -10, 835.0), (30, 20, 3e3), (-90, -60, 3e4), (1e30, -1e30, 1e60), (INF, NAN, NAN)],
        [(NAN, NAN, NAN)],
        [(1.0, -1.0, 0.0)],
        [(1.0, -1.0, 0.0)] * 700,
    ],
    ids=["diverging", "not a number", "no loss at all", "long"],
)  # fmt: skip
def test_every_recorded_number_can_be_drawn(shell, helper, steps):
    source = "for step in steps:\n    g.set_para_loss(*step)\n    g.plot_ps()\ng.final_plot()\ng.animate()"
    run(shell, source + "\ng.compare_paths()", g=helper, steps=steps)
    assert len(shell.display_pub.outputs.shown) == 4


def test_a_scene_adapted_to_a_longer_run_is_the_scene_drawn_for_it(helper):
    record(helper, 30)
    whole = step_scene.view_of(helper.surface, helper.run)
    short = step_scene.View(whole.factor, 10, whole.lowest / 10, whole.highest, whole.leaves)
    adapted = step_scene.adapted(step_scene.make_scene(helper.surface, short), whole)
    assert pixels(adapted.background) == pytest.approx(
        pixels(step_scene.make_scene(helper.surface, whole).background), abs=2
    )


def test_a_path_that_leaves_the_ranges_stays_in_view_or_it_is_said_that_it_does_not(helper):
    helper.set_para_loss(-20, -10, 1200.0)
    widened = step_scene.view_of(helper.surface, helper.run)
    helper.set_para_loss(-200, -10, 120000.0)
    left = step_scene.view_of(helper.surface, helper.run)
    assert (widened.factor * 15 >= 20, widened.leaves) == (True, False)
    assert left.leaves


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([0.0], [0.0]),
        ([1.0, 1.0], [2.0, 2.0]),
        ([0.0, 1.0], [0.0, 1.0]),
        ([1e6, 2e6], [1.0, 2.0]),
        ([0.0, 1.0], [1e9, 0.0]),
        ([0.0, 1.0], [1e20, 0.0]),
    ],
)
def test_every_surface_can_be_drawn(shell, x, y):
    helper = plot_error_surfaces(15, 13, x, y)
    run(shell, BATCH.format(w=1, b=1, loss=1), get_surface=helper)
    assert len(shell.display_pub.outputs.shown) == 2


def test_a_students_own_style_is_neither_used_nor_changed(shell, helper):
    with pyplot.style.context("dark_background"):
        before = dict(pyplot.rcParams)
        run(shell, BATCH.format(w=-15, b=-10, loss=835.0) + "get_surface.final_plot()", get_surface=helper)
        assert dict(pyplot.rcParams) == before


# --- the animation ----------------------------------------------------------------------------------------


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


# --- which steps are shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(("steps", "limit"), [(1, 2), (5, 5), (61, 60), (10_000, 60)])
def test_a_thinned_run_keeps_its_first_and_its_last_step(steps, limit):
    kept = thinned(steps, limit)
    assert (kept[0], kept[-1]) == (0, steps - 1)
    assert len(kept) == min(steps, limit)


def test_the_first_steps_are_all_shown_live_and_later_ones_ever_more_rarely():
    last, shown = -1, []
    for step in range(10_000):
        if live_view.is_due(step, last):
            last = step
            shown.append(step)
    assert shown[:30] == list(range(30))
    assert len(shown) < 100
