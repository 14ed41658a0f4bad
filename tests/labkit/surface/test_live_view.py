"""The helper in a notebook, where one output is updated in place, and elsewhere, where none can be."""

import pytest
from descents import BATCH, X, Y, batch_path, record
from matplotlib import pyplot
from notebook_outputs import NotebookShell, alt_texts, run, start

from labkit.surface import display, live_view
from labkit.surface.recorder import plot_error_surfaces, set_drawing


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


def test_the_first_steps_are_all_shown_live_and_later_ones_ever_more_rarely():
    last, shown = -1, []
    for step in range(10_000):
        if live_view.is_due(step, last):
            last = step
            shown.append(step)
    assert shown[:30] == list(range(30))
    assert len(shown) < 100
