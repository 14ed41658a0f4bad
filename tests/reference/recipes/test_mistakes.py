"""Each mistake, made by hand in torch as its description says, is called by its name."""

import pickle
import re
from typing import Any

import numpy as np
import pytest
from student_code import namespace, run

from labkit.judging.key import Finding, Key
from reference.keys.making import keys
from reference.labs.two_parameter_sgd import LAB
from reference.recipes.mistakes import CATALOGUE, Mistake
from reference.recipes.mistakes.without_replay import WITHOUT_REPLAY

SETTING = {"slope": -1.4, "bias": 0.8, "noise": 0.25, "seed": 31}
JUDGED = {
    "appended-to-another-list",
    "function-never-called",
    "same-numbers-everywhere",
    "plots-another-list",
    "diverged",
    *(mistake.name for mistake in WITHOUT_REPLAY),
}
"""Found by the judge without a replay."""
NEEDS_BATCHES = {"gradient-summed-loss"}
"""Comes to nothing where a batch is one pair."""

LOOP = """
for epoch in range(10):
    LOSS.append(TOTAL)
    for x, y in PAIRS:
        loss = SAMPLE
        loss.backward()
        MOVE_W
        MOVE_B
        ZERO_W
        ZERO_B
"""
RIGHT = {
    "TOTAL": "criterion(forward(X), Y).item()",
    "PAIRS": "trainloader",
    "SAMPLE": "criterion(forward(x), y)",
    "MOVE_W": "w.data -= lr * w.grad",
    "MOVE_B": "b.data -= lr * b.grad",
    "ZERO_W": "w.grad.zero_()",
    "ZERO_B": "b.grad.zero_()",
}


def loop(**changed: str) -> str:
    """The right loop with some of its parts replaced."""
    code = LOOP
    for part, right in RIGHT.items():
        code = code.replace(part, changed.get(part, right))
    return code


INNER = """
for epoch in range(10):
    BEFORE
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        INSIDE
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        UPDATED
    AFTER
"""


def recording(before: str = "pass", inside: str = "pass", updated: str = "pass", after: str = "pass") -> str:
    """The right training, with something recorded at other moments."""
    code = INNER.replace("BEFORE", before).replace("INSIDE", inside)
    return code.replace("UPDATED", updated).replace("AFTER", after)


def setup(lines: str) -> str:
    """Lines that come before the right loop."""
    return lines + "\n" + loop()


TOTAL = "LOSS.append(criterion(forward(X), Y).item())"
HAND_WRITTEN: list[tuple[str, str]] = [
    ("loss-against-x", loop(TOTAL="criterion(forward(X), X).item()")),
    ("loss-against-clean-line", loop(TOTAL="criterion(forward(X), f).item()")),
    ("loss-against-inner-y", "x, y = dataset[59]\n" + loop(TOTAL="criterion(forward(X), y).item()")),
    ("loss-against-inner-y", loop(TOTAL="criterion(forward(X), dataset[0][1]).item()")),
    ("loss-against-inner-y", "x, y = dataset[0]\n" + loop(TOTAL="criterion(forward(X), y).item()")),
    ("loss-after-update", recording(after=TOTAL)),
    ("start-recorded-extra", TOTAL + "\n" + recording(after=TOTAL)),
    ("recorded-once", recording() + "\n" + TOTAL),
    ("loss-of-last-sample", recording(after="LOSS.append(loss.item())")),
    ("loss-of-last-sample", recording(after="LOSS.append(criterion(forward(x), y).item())")),
    (
        "loss-averaged-over-samples",
        recording(before="sum_ = 0", inside="sum_ += loss.item()", after="LOSS.append(sum_ / len(trainloader))"),
    ),
    (
        "loss-averaged-over-samples",
        recording(before="sum_ = 0", inside="sum_ += loss.item()", after="LOSS.append(sum_)"),
    ),
    (
        "loss-averaged-over-samples",
        "sum_ = 0\n" + recording(inside="sum_ += loss.item()", after="LOSS.append(sum_)"),
    ),
    ("loss-per-sample", recording(inside="LOSS.append(loss.item())")),
    ("loss-per-sample", recording(inside=TOTAL)),
    ("loss-per-sample", recording(updated=TOTAL)),
    ("loss-summed", loop(TOTAL="torch.sum((forward(X) - Y) ** 2).item()")),
    ("loss-halved", loop(TOTAL="criterion(forward(X), Y).item() / 2")),
    ("loss-halved", loop(TOTAL="criterion(forward(X), Y).item() / 2", SAMPLE="criterion(forward(x), y) / 2")),
    ("loss-rooted", loop(TOTAL="torch.sqrt(criterion(forward(X), Y)).item()")),
    ("loss-absolute", loop(TOTAL="torch.mean(torch.abs(forward(X) - Y)).item()")),
    ("loss-absolute", loop(TOTAL="(forward(X) - Y).abs().mean().item()", SAMPLE="(forward(x) - y).abs().mean()")),
    ("no-epoch-loop", loop().replace("range(10)", "[0]")),
    ("gradients-not-zeroed", loop(ZERO_W="pass", ZERO_B="pass")),
    ("gradients-not-zeroed", recording(before=f"{TOTAL}; w.grad = b.grad = None").replace(".grad.zero_()", "")),
    ("w-gradient-not-zeroed", loop(ZERO_W="pass")),
    ("b-gradient-not-zeroed", loop(ZERO_B="w.grad.zero_()")),
    ("gradient-ascent", loop(MOVE_W="w.data += lr * w.grad", MOVE_B="b.data += lr * b.grad")),
    ("only-w-updated", loop(MOVE_B="pass")),
    ("only-b-updated", loop(MOVE_W="pass")),
    ("b-updated-with-w-gradient", loop(MOVE_B="b.data -= lr * w.grad")),
    ("w-updated-with-b-gradient", loop(MOVE_W="w.data -= lr * b.grad")),
    ("batch-update-per-epoch", loop(PAIRS="[(X, Y)]")),
    ("batch-update-per-epoch", loop(PAIRS="DataLoader(dataset, batch_size=60)")),
    ("batch-update-per-epoch", loop(PAIRS="[dataset[59]]")),
    ("reversed-order", loop(PAIRS="reversed(list(trainloader))")),
    ("trained-on-noisy-pairs", loop(PAIRS="zip(X, Y)")),
    ("trained-on-x-as-target", loop(SAMPLE="criterion(forward(x), x)")),
    ("sample-loss-against-all-y", loop(SAMPLE="criterion(forward(x), Y)")),
    ("prediction-on-all-x", loop(SAMPLE="criterion(forward(X), y)")),
    ("all-data-at-each-update", loop(SAMPLE="criterion(forward(X), Y)")),
    ("parameters-not-updated", loop(MOVE_W="w.grad.zero_()", MOVE_B="b.grad.zero_()")),
    ("learning-rate-divided-by-batch", setup("lr = lr / len(trainloader)")),
    ("start-not-reset", setup("w.data.fill_(-15.0)") + "LOSS.clear()" + loop()),
    ("history-appended-twice", loop(TOTAL=f"{RIGHT['TOTAL']}); LOSS.append(LOSS[-1]")),
    ("history-appended-twice", loop() + "\nLOSS = LOSS + LOSS"),
]
WITH_VALUE: list[tuple[Finding, str]] = [
    *((Finding("mini-batches", n), loop(PAIRS=f"DataLoader(dataset, batch_size={n})")) for n in (3, 8, 20)),
    *((Finding("learning-rate-too-small", rate), setup(f"lr = {rate}")) for rate in (0.01, 0.0731)),
    *((Finding("learning-rate-too-large", rate), setup(f"lr = {rate}")) for rate in (0.13, 0.2)),
    *((Finding("too-few-epochs", n), loop().replace("range(10)", f"range({n})")) for n in (3, 9)),
    *((Finding("too-many-epochs", n), loop().replace("range(10)", f"range({n})")) for n in (11, 37)),
    *((Finding("wrong-start-w", w), setup(f"w.data.fill_({w})")) for w in (-15.0, 0.0, 3.7)),
    *((Finding("wrong-start-b", b), setup(f"b.data.fill_({b})")) for b in (0.0, -3.3)),
]
PAIRS: list[tuple[tuple[str, ...], str]] = [
    (("loss-against-x", "reversed-order"), loop(TOTAL="criterion(forward(X), X)", PAIRS="list(trainloader)[::-1]")),
    (("loss-after-update", "trained-on-noisy-pairs"), recording(after=TOTAL).replace("trainloader", "zip(X, Y)")),
    (
        ("loss-against-x", "too-many-epochs"),
        recording(before="LOSS.append(criterion(forward(X), X).item())").replace("range(10)", "range(15)"),
    ),
    (("loss-per-sample", "too-few-epochs"), recording(inside=TOTAL).replace("range(10)", "range(4)")),
    (("loss-against-x", "learning-rate-too-small"), "lr = 0.05\n" + loop(TOTAL="criterion(forward(X), X)")),
    (("learning-rate-too-small", "too-many-epochs"), "lr = 0.045\n" + loop().replace("range(10)", "range(22)")),
    (("learning-rate-too-small", "wrong-start-w"), setup("w.data.fill_(-15.0); lr = 0.01")),
    (("loss-against-inner-y", "loss-after-update"), recording(after="LOSS.append(criterion(forward(X), y).item())")),
    (
        ("loss-against-x", "shuffled-order"),
        loop(TOTAL="criterion(forward(X), X)", PAIRS="DataLoader(dataset, shuffle=True)"),
    ),
    (("loss-after-update", "only-w-updated"), recording(after=TOTAL).replace("b.data -=", "b.data -")),
    (("wrong-start-w", "wrong-start-b"), setup("w.data.fill_(-10.0); b.data.fill_(-12.0)")),
    (
        ("b-updated-with-w-gradient", "w-updated-with-b-gradient"),
        loop(MOVE_W="w.data -= lr * b.grad", MOVE_B="b.data -= lr * w.grad"),
    ),
    (("loss-against-x", "history-appended-twice"), loop(TOTAL="criterion(forward(X), X)") + "\nLOSS = LOSS + LOSS"),
]


@pytest.fixture(scope="module")
def key() -> Key:
    return keys(LAB, SETTING)["practice-losses"]


def named(key: Key, code: str) -> list[tuple[Finding, ...]]:
    """The simplest explanations of what a student's code leaves."""
    found = key.explanations(run(code, SETTING))
    return [e.findings for e in found if len(e.findings) == len(found[0].findings)]


def test_the_right_loop_is_in_the_boxes_and_no_mistake_explains_it(key: Key) -> None:
    values = run(loop(), SETTING)
    assert all(key.right[name].holds(value) for name, value in values.items())
    assert key.explanations(values) == []


@pytest.mark.slow
@pytest.mark.parametrize(("mistake", "code"), HAND_WRITTEN)
def test_a_mistake_made_by_hand_is_named(key: Key, mistake: str, code: str) -> None:
    values = run(code, SETTING)
    assert not key.right["LOSS"].holds(values["LOSS"])
    names = [tuple(finding.mistake for finding in findings) for findings in named(key, code)]
    assert (mistake,) in names
    assert set(names) <= {(mistake,), ("loss-rooted",)}


@pytest.mark.parametrize(("finding", "code"), WITH_VALUE)
def test_a_value_that_is_wrong_is_found(key: Key, finding: Finding, code: str) -> None:
    (findings,) = named(key, code)
    assert len(findings) == 1
    assert findings[0].agrees(finding)


@pytest.mark.parametrize(("mistakes", "code"), PAIRS)
def test_two_mistakes_made_together_are_both_named(key: Key, mistakes: tuple[str, ...], code: str) -> None:
    assert [tuple(finding.mistake for finding in findings) for findings in named(key, code)] == [mistakes]


def shuffled_run(source: np.random.Generator) -> dict[str, Any]:
    """Ten epochs in random orders, by a recurrence in float64."""
    names = namespace(SETTING)
    x, clean, noisy = (names[name].double().flatten().numpy() for name in ("X", "f", "Y"))
    w, b, losses = -12.0, -10.0, []
    for _ in range(10):
        losses.append(float(np.mean((w * x + b - noisy) ** 2)))
        for i in source.permutation(60):
            error = w * x[i] + b - clean[i]
            w, b = w - 0.2 * error * x[i], b - 0.2 * error
    return {"LOSS": tuple(losses), "w": w, "b": b}


def test_random_orders_that_were_not_tried_are_told_as_shuffled(key: Key) -> None:
    source = np.random.default_rng(12345)
    told = [[e.findings for e in key.explanations(shuffled_run(source))] for _ in range(200)]
    right = [findings == [(Finding("shuffled-order"),)] for findings in told]
    assert sum(right) >= 198
    assert all(not findings or ok for findings, ok in zip(told, right, strict=True))


def test_a_shuffling_loader_is_told_as_shuffled(key: Key) -> None:
    code = "torch.manual_seed(5)" + loop(PAIRS="DataLoader(dataset, batch_size=1, shuffle=True)")
    assert named(key, code) == [(Finding("shuffled-order"),)]


def test_momentum_is_not_taken_for_a_mistake_of_the_catalogue(key: Key) -> None:
    code = loop(ZERO_W="w.grad *= 0.9", ZERO_B="b.grad *= 0.9")
    assert key.explanations(run(code, SETTING)) == []


def test_a_history_that_stays_at_the_bottom_tells_no_two_mistakes(key: Key) -> None:
    code = """
    w, b = np.polyfit(X.flatten().double().numpy(), Y.flatten().double().numpy(), 1)
    LOSS = [((w * X + b - Y) ** 2).mean()] * 10
    """
    assert key.explanations(run(code, SETTING)) == []


def test_without_a_history_nothing_is_said_of_histories(key: Key) -> None:
    right = run(loop(), SETTING)
    assert key.explanations({"w": right["w"], "b": right["b"]}) == []


def test_parameters_that_the_lab_itself_left_tell_nothing(key: Key) -> None:
    left = run(setup("w.data.fill_(-15.0)"), SETTING)
    assert key.explanations({"w": left["w"], "b": left["b"]}) == []


def test_without_a_history_the_parameters_still_tell_the_epochs(key: Key) -> None:
    found = run(loop().replace("range(10)", "range(6)"), SETTING)
    (explanation,) = key.explanations({"w": found["w"], "b": found["b"]})
    assert explanation.findings == (Finding("too-few-epochs", 6),)


def test_a_key_survives_pickling(key: Key) -> None:
    values = run(setup("lr = 0.0731"), SETTING)
    (explanation,) = pickle.loads(pickle.dumps(key)).explanations(values)
    assert explanation.findings == (Finding("learning-rate-too-small", 0.0731),)


def test_every_mistake_that_numbers_can_show_was_made_by_hand() -> None:
    made = {mistake for mistake, _ in HAND_WRITTEN} | {finding.mistake for finding, _ in WITH_VALUE}
    assert {mistake.name for mistake in CATALOGUE} == made | {"shuffled-order"} | JUDGED | NEEDS_BATCHES


@pytest.mark.parametrize("mistake", CATALOGUE, ids=lambda mistake: mistake.name)
def test_words_are_sentences_without_code(mistake: Mistake) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", mistake.name)
    for words in (mistake.title, mistake.hint):
        assert words[0].isupper() or words[0] in "wb"
        assert words[-1] in ".?"
        assert not re.search(r"[=()\[\]`]|\.item|zero_|backward", words.replace("= {value}", ""))
    assert len(mistake.title) <= 120
    assert len(mistake.hint) <= 160
