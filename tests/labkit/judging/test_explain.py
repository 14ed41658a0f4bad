import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from published import AGAINST_X, FIGURE_TASK, LOSS, LOSSES_TASK, WORDS, key

from labkit.evidence.collecting import Evidence
from labkit.evidence.journal import Failure
from labkit.evidence.plain_values import Form
from labkit.judging.explain import Policy, explain
from labkit.judging.history_plot import compare_histories
from labkit.judging.judge import judge
from labkit.judging.key import Box
from labkit.judging.over_settings import combine
from labkit.judging.verdict import Verdict, fault, stopped


def verdict(**values):
    found = {"LOSS": LOSS, "w": 1.003857, "b": -1.011374, **values.pop("values", {})}
    return judge(Evidence(LOSSES_TASK.name, found, **values), key(givens=values.pop("key_givens", {})))


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)


def tags(html):
    parser = _Tags()
    parser.feed(html)
    assert parser.open == []
    return parser.tags


def test_a_right_answer_is_told_in_one_line():
    assert explain(verdict(), WORDS).text == "practice-losses: right."


def test_a_wrong_answer_says_where_it_parts_what_happened_and_hints():
    lines = explain(verdict(values={"LOSS": AGAINST_X}), WORDS).text.splitlines()
    assert lines == [
        "practice-losses: not right yet.",
        "  Epoch 1: expected LOSS = 576.71, found 601.2.",
        "  Your loss is measured against X.",
        "  Hint: What should predictions come close to?",
    ]


def test_the_value_that_was_found_is_told():
    found = verdict(values={"LOSS": (*LOSS, 0.0083, 0.0083), "w": 1.0, "b": -1.0})
    text = explain(found, WORDS).text
    assert "LOSS has 12 entries; expected 10, one per epoch." in text
    assert "You trained 12 epochs." in text


@pytest.mark.parametrize(
    ("show", "parting", "mistake", "hint"),
    [("outcome", False, False, False), ("parting", True, False, False), ("hint", True, True, True)],
)
def test_the_instructor_decides_how_much_is_shown(show, parting, mistake, hint):
    told = explain(verdict(values={"LOSS": AGAINST_X}), WORDS, Policy(show=show))
    for text in (told.text, told.html):
        assert ("601.2" in text) is parting
        assert ("measured against X" in text) is mistake
        assert ("come close to" in text) is hint
    assert ("<svg" in told.html) is parting


def test_a_level_of_detail_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="outcome, parting, hint"):
        Policy(show="everything")


def test_an_unrecognised_answer_says_so_and_names_nothing():
    text = explain(verdict(values={"LOSS": tuple(2 * loss for loss in LOSS)}), WORDS).text
    assert "is not recognised; it may be more than one" in text
    assert not any(words.title in text for words in WORDS.values())


def test_an_exception_is_told_with_cell_line_and_message():
    failure = Failure("practice-train", "NameError", "name 'los' is not defined", 4, "los.append(1)")
    text = explain(verdict(values={"LOSS": ()}, failures=(failure,)), WORDS).text
    assert "practice-train, line 4 (los.append(1)) stopped with NameError: name 'los' is not defined" in text


def test_lost_losses_are_told_with_the_list_that_holds_them():
    assert "The losses went into LOSS1." in explain(verdict(values={"LOSS": ()}, others={"LOSS1": LOSS}), WORDS).text


def test_changed_givens_come_with_the_remedy():
    found = Evidence(LOSSES_TASK.name, {"LOSS": AGAINST_X}, givens={"lr": 0.2})
    text = explain(judge(found, key(givens={"lr": Box.around(0.1, 1e-6)})), WORDS).text
    assert (
        "lr differs from the lab: some line, perhaps that of a loop, gives it a new value. Leave it as the lab gives it"
        in text
    )


def test_missing_givens_come_with_the_remedy():
    found = Evidence(LOSSES_TASK.name, {"LOSS": AGAINST_X})
    text = explain(judge(found, key(givens={"lr": Box.around(0.1, 1e-6)})), WORDS).text
    assert "lr is not there: cells further up did not run. Restart the kernel and run all cells." in text


def test_a_graph_in_the_history_is_advice():
    found = Evidence(LOSSES_TASK.name, {"LOSS": LOSS}, {"LOSS": Form("list", 10, graph=True)})
    told = explain(judge(found, key()), WORDS)
    assert told.headline.endswith("right.")
    assert "Advice: LOSS holds tensors with their graph." in told.text


def test_works_for_the_published_data_only_accuses_nobody_and_tells_no_fresh_number():
    published = verdict()
    fresh = replace(verdict(values={"LOSS": tuple(7 * loss for loss in LOSS)}), setting=None)
    told = explain(combine(published, [fresh]), WORDS)
    assert told.headline == "practice-losses: works for the published data only."
    assert not re.search(r"\d", told.text)
    assert "<svg" not in told.html
    assert "cheat" not in told.text.lower()
    assert "copied" in told.text


SECRET = "S_2_72_847316"
FAILURE = Failure("practice-train", SECRET, "(2.72, -1.35, 0.31, 847316)", 3, f"raise {SECRET}(slope, bias)")
UNDER_OTHER_DATA = {
    "nothing": {"values": {"LOSS": ()}},
    "an exception": {"values": {"LOSS": ()}, "failures": (FAILURE,)},
    "a list named after the data": {"values": {"LOSS": ()}, "others": {SECRET: LOSS}},
    "a known mistake in such a list": {"values": {"LOSS": ()}, "others": {SECRET: AGAINST_X}},
    "numbers that hold the data": {"values": {"LOSS": (2.72, -1.35, 0.31, 847316.0)}},
    "as many entries as the seed": {"values": {"LOSS": (1.0,) * 84}},
    "a class named after the data": {"values": {"LOSS": f"<{SECRET}>"}},
    "a known mistake": {"values": {"LOSS": AGAINST_X}},
    "changed givens": {"values": {"LOSS": AGAINST_X}, "givens": {"lr": 2.72, "X": (847316.0,)}},
    "a stopped run": None,
}


def _combined(shown):
    """The words where the answer is right under the published data and shows this under other data."""
    if shown is None:
        fresh = stopped("practice-losses", "history", ("LOSS",), SECRET, FAILURE)
    else:
        other = key(
            kind="fresh",
            setting={"slope": 2.72},
            right={**key().right, "LOSS": Box.around([7 * loss for loss in LOSS], 1e-3)},
        )
        values = {"LOSS": LOSS, "w": 1.003857, "b": -1.011374, **shown.get("values", {})}
        rest = {name: value for name, value in shown.items() if name != "values"}
        fresh = judge(Evidence(LOSSES_TASK.name, values, **rest), other)
        assert fresh.outcome != "correct"
    return explain(combine(verdict(), [fresh]), WORDS)


def test_whatever_a_wrong_answer_shows_under_other_data_it_is_told_in_the_same_words():
    told = {name: _combined(shown) for name, shown in UNDER_OTHER_DATA.items()}
    assert len({explained.text for explained in told.values()}) == 1
    assert len({explained.html for explained in told.values()}) == 1
    assert "with other data it is not" in told["nothing"].text
    assert not re.search(r"\d", told["nothing"].text)


def test_what_a_figure_shows_under_other_data_only_is_not_told():
    curve = {
        "x": tuple(map(float, range(10))),
        "label": "loss",
        "length": 10,
        "legend": "loss",
        "in_steps": False,
        "hidden": "",
    }
    axes = {"xlabel": "epoch", "ylabel": "loss", "legend": ("loss",), "switched_off": False}
    right = ({"curves": ({**curve, "y": LOSS},), **axes},)
    other = tuple(7 * loss for loss in LOSS)
    texts = set()
    for name, legend in ((SECRET, ()), ("LOSS_Loader", ("2.72",)), (SECRET, ("loss",))):
        drawn = ({"curves": ({**curve, "y": AGAINST_X},), **axes, "legend": legend},)
        fresh = Evidence(FIGURE_TASK.name, {"LOSS": other}, others={name: AGAINST_X}, figures=(drawn,))
        published = judge(Evidence(FIGURE_TASK.name, {"LOSS": LOSS}, figures=(right,)), key(FIGURE_TASK))
        texts.add(explain(combine(published, [judge(fresh, key(FIGURE_TASK, "fresh"))]), WORDS).text)
    assert len(texts) == 1
    assert not re.search(r"S_2|2.72|Loader", texts.pop())


def test_a_disclosed_setting_is_told_in_full():
    found = Evidence(LOSSES_TASK.name, {"LOSS": (2.0, 1.0)})
    fresh = judge(found, key(kind="disclosed", setting={"slope": 2.72}))
    text = explain(combine(verdict(), [fresh]), WORDS).text
    assert "with slope = 2.72 it is not" in text
    assert "LOSS has 2 entries" in text


def test_a_grader_fault_is_never_told_as_the_students():
    text = explain(fault("t", "history", ("LOSS",), "no memory left"), WORDS).text
    assert "grader's fault, not yours" in text
    assert "graded by hand" in text
    assert "memory" not in text  # what exactly failed, perhaps with paths of the server, is for staff


def test_a_stopped_notebook_says_what_stopped_it():
    assert (
        "stopped before this task: a time limit" in explain(stopped("t", "history", ("LOSS",), "a time limit"), {}).text
    )


def test_each_missing_part_of_a_figure_is_told():
    curve = {"x": (1.0,), "y": (9.0,), "label": "", "length": 1, "legend": "", "in_steps": False, "hidden": ""}
    axes = {"curves": (curve,), "xlabel": "", "ylabel": "loss", "legend": (), "switched_off": False}
    found = Evidence(FIGURE_TASK.name, {"LOSS": LOSS}, figures=((axes,),))
    text = explain(judge(found, key(FIGURE_TASK)), WORDS).text
    assert "A curve of LOSS over the epochs is not in the figure." in text
    assert "A label is missing: the x axis." in text
    assert "A legend with a text for the curve is missing." in text


def test_what_students_wrote_is_escaped_in_the_panel():
    failure = Failure("practice-train", "<script>", "<img src=x onerror=alert(1)>", 4, "</div><script>")
    html = explain(verdict(values={"LOSS": ()}, failures=(failure,)), WORDS).html
    assert not {"script", "img"} & set(tags(html))


def test_the_panel_is_well_formed_and_holds_the_hint_folded():
    panel = explain(verdict(values={"LOSS": AGAINST_X}), WORDS).html
    assert {"details", "summary", "svg"} <= set(tags(panel))
    assert '<svg role="img" aria-label="LOSS as expected and as found' in panel


@pytest.mark.parametrize(
    "found",
    [(5.0,), (1.0, 2.0), (0.0, -1.0, float("nan")), tuple(range(1, 700)), (1e-300, 1e300), (3.0, 3.0, 3.0)],
)
def test_any_two_histories_can_be_drawn(found):
    drawn = compare_histories("LOSS", LOSS, found)
    tags(drawn)
    assert "nan" not in drawn
    assert len(drawn) < 20_000


def ticks(drawn: str) -> list[str]:
    """The numbers on the vertical axis."""
    return re.findall(r'text-anchor="end">([^<]+)<', drawn)


@pytest.mark.parametrize(
    ("found", "numbers", "scale"),
    [
        ((0.69, 0.66, 0.63, 0.58), ["0.56", "0.58", "0.60", "0.62", "0.64", "0.66", "0.68"], "linear"),
        ((0.69, 0.2, 0.1, 0.03), ["0.05", "0.1", "0.2", "0.5"], "logarithmic"),
        ((0.69, 5.0, 600.0, 7000.0), ["1", "10", "100", "1000", "10000"], "logarithmic"),
    ],
)
def test_numbers_beside_a_plot_tell_how_losses_differ(found, numbers, scale):
    """A cross-entropy that moves within one decade is no flat line."""
    drawn = compare_histories("LOSS", (0.69, 0.65, 0.61, 0.56), found)
    assert ticks(drawn) == numbers
    assert f"on a {scale} scale" in drawn


def test_a_plot_over_a_small_range_uses_its_height():
    drawn = compare_histories("LOSS", (0.69, 0.68, 0.67), (0.69, 0.685, 0.681))
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)" r="2.6"', drawn)]
    assert max(heights) - min(heights) > 80


def test_the_second_history_is_not_always_a_students_own():
    assert ">your LOSS<" in compare_histories("LOSS", LOSS, AGAINST_X)
    on_a_page = compare_histories("LOSS", LOSS, AGAINST_X, found_as="with the mistake")
    assert ">with the mistake<" in on_a_page
    assert "your" not in on_a_page


def test_nothing_is_drawn_where_a_log_scale_can_show_nothing():
    assert compare_histories("LOSS", (0.0,), (-1.0,)) == ""


def test_a_value_that_is_right_for_the_published_data_only_may_be_so_by_chance():
    """An accuracy or a choice comes out right in many ways, so nobody is said to have typed it."""
    first = Verdict("practice-accuracy", "values", ("accuracy",), "correct", 1.0)
    other = replace(first, outcome="wrong", share=0.0, setting=None)
    told = explain(combine(first, [other]), WORDS)
    assert told.headline == "practice-accuracy: works for the published data only."
    assert "It may be right by chance: check what it is computed from" in told.text


def test_a_history_by_another_count_than_epochs_is_spoken_of_as_that():
    task = replace(LOSSES_TASK, entry="rate")
    shorter = explain(judge(Evidence(task.name, {"LOSS": AGAINST_X[:3]}), key(task)), WORDS).text
    assert "Rate 1: expected LOSS = 576.71, found 601.2." in shorter
    assert "LOSS has 3 entries; expected 10, one per rate." in shorter
    assert "poch" not in shorter
    assert ">rate</text>" in compare_histories("LOSS", LOSS, AGAINST_X, entry="rate")
