"""Each operator makes its mistake in whatever style the answer is written, and says which line it changes."""

import ast
import re
from textwrap import dedent

import pytest
from trial_labs import (
    CHOICE,
    IMPORTS,
    LINE,
    LINE_DATA,
    LINEAR,
    LOGISTIC,
    MOMENTUM_BY_HAND,
    MOMENTUM_WITH_OPTIM,
    NETWORK,
    PYTORCH_WAY,
    TWO_OUTPUTS,
    VALLEY,
    TrialLab,
    answer,
    locked,
    notebook,
)

from reference.recipes.mistakes import BY_NAME
from reference.solutions.mutants import Mutant, mutants, solution
from reference.solutions.notebook import read_notebook
from reference.solutions.words import WORDS

LOADER = locked("loader", "trainloader = DataLoader(dataset, batch_size=1)\nLOSS_OLD = []\nx, y = dataset[0]")


def made(code: str, *given: dict[str, object]) -> tuple[Mutant, ...]:
    """The mutants of an answer to a lab on a line."""
    cells = (IMPORTS, LINE, LINE_DATA, LINEAR, VALLEY, LOADER, *given)
    return mutants(read_notebook(notebook(*cells, answer("practice-train", code))))


def changes(found: tuple[Mutant, ...], name: str) -> list[list[tuple[str, str]]]:
    """What each way of a mistake changes, line by line."""
    return [[(c.old.strip(), c.new.strip()) for c in mutant.changed] for mutant in found if mutant.name == name]


BY_HAND = """
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
LOSS = []
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        UPDATE
        CLEAR
"""
UPDATES = {
    "in place": ("w.data -= lr * w.grad", "b.data -= lr * b.grad"),
    "assigned": ("w.data = w.data - lr * w.grad.data", "b.data = b.data - lr * b.grad.data"),
    "by method": ("w.data.sub_(lr * w.grad)", "b.data.sub_(lr * b.grad)"),
    "without gradients": ("with torch.no_grad(): w -= w.grad * lr", "with torch.no_grad(): b -= b.grad * lr"),
}
CLEARS = {
    "zero": ("w.grad.zero_()", "b.grad.zero_()"),
    "zero of the data": ("w.grad.data.zero_()", "b.grad.data.zero_()"),
    "none": ("w.grad = None", "b.grad = None"),
    "filled": ("w.grad.fill_(0)", "b.grad.fill_(0)"),
}
OF_ANY_TRAINING_BY_HAND = {
    "loss-against-x", "loss-against-clean-line", "loss-against-inner-y", "loss-after-update", "start-recorded-extra",
    "recorded-once", "loss-per-sample", "loss-of-last-sample", "loss-averaged-over-samples", "history-appended-twice",
    "appended-to-another-list", "losses-not-kept", "loss-rooted", "loss-absolute", "loss-halved", "loss-summed",
    "gradient-summed-loss", "gradients-not-zeroed", "w-gradient-not-zeroed", "b-gradient-not-zeroed",
    "parameters-not-updated", "only-w-updated", "only-b-updated", "gradient-ascent", "w-updated-with-b-gradient",
    "b-updated-with-w-gradient", "batch-update-per-epoch", "mini-batches", "shuffled-order", "reversed-order",
    "trained-on-x-as-target", "sample-loss-against-all-y", "prediction-on-all-x", "all-data-at-each-update",
    "no-epoch-loop", "too-few-epochs", "too-many-epochs", "learning-rate-too-small", "learning-rate-too-large",
    "wrong-start-w", "wrong-start-b", "start-not-reset",
}  # fmt: skip


@pytest.mark.parametrize("clear", CLEARS.values(), ids=CLEARS)
@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES)
def test_updates_and_clearing_are_found_in_any_style(update: tuple[str, str], clear: tuple[str, str]) -> None:
    indent = "\n        "
    code = BY_HAND.replace("UPDATE", indent.join(update)).replace("CLEAR", indent.join(clear))
    found = made(code)
    assert {mutant.name for mutant in found} >= OF_ANY_TRAINING_BY_HAND
    gone = [old for old, new in changes(found, "gradients-not-zeroed")[0] if not new]
    assert gone == [ast.unparse(ast.parse(line)) for line in clear]
    (turned,) = changes(found, "gradient-ascent")
    assert len(turned) == 2
    assert all(("+" in new or "add_" in new) and "+" not in old for old, new in turned)


FUNCTIONS = """
def train(model, loader, optimiser, epochs, history):
    for epoch in range(epochs):
        yhat = model(X)
        history.append(criterion(yhat, Y).item())
        for i, (a, t) in enumerate(loader):
            optimiser.zero_grad()
            step_loss = criterion(model(a), t)
            step_loss.backward()
            optimiser.step()


LOSS = []
net = linear_regression(1, 1)
nn.init.constant_(net.linear.weight, -15.0)
nn.init.constant_(net.linear.bias, -10)
train(net, DataLoader(dataset, 5), optim.SGD(net.parameters(), 0.1), epochs=10, history=LOSS)
"""


def test_values_are_followed_through_arguments_to_where_they_are_typed() -> None:
    found = made(FUNCTIONS)
    call = "train(net, DataLoader(dataset, 5), optim.SGD(net.parameters(), 0.1), epochs=10, history=LOSS)"
    assert [(call, call.replace("epochs=10", "epochs=1"))] in changes(found, "no-epoch-loop")
    assert [(call, call.replace("0.1)", "0.01)"))] in changes(found, "learning-rate-too-small")
    assert changes(found, "function-never-called") == [[(call, "")]]
    assert {mutant.value for mutant in found if mutant.name == "wrong-start"} >= {"weight = 15", "bias = 10"}
    (orders,) = [mutant for mutant in found if mutant.name == "shuffled-order"]
    assert "shuffle=True" in orders.changed[0].new
    assert orders.random


def test_names_of_loops_and_losses_may_be_any() -> None:
    found = made(FUNCTIONS)
    assert [("step_loss = criterion(model(a), t)", "step_loss = criterion(model(a), a)")] in changes(
        found, "trained-on-x-as-target"
    )
    assert ("", "history.append(step_loss.item())") in changes(found, "loss-of-last-sample")[0]
    assert [("history.append(criterion(yhat, Y).item())", "history.append(criterion(yhat, X).item())")] in changes(
        found, "loss-against-x"
    )


APART = """
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
optimizer = optim.SGD([w, b], lr=0.1)
LOSS = []


def update(x, y):
    optimizer.zero_grad()
    criterion(forward(x), y).backward()
    optimizer.step()


for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        update(x, y)
"""


def test_an_update_may_be_a_function_of_its_own() -> None:
    found = made(APART)
    names = {mutant.name for mutant in found}
    assert names >= {"gradients-not-zeroed", "loss-after-update", "too-few-epochs", "mini-batches", "only-w-updated"}
    assert names >= {"loss-against-inner-y", "trained-on-x-as-target", "learning-rate-too-large", "gradient-ascent"}


def test_losses_written_out_are_losses_too() -> None:
    code = BY_HAND.replace("criterion(forward(X), Y).item()", "float(torch.mean((Y - forward(X)) ** 2))")
    code = code.replace("criterion(forward(x), y)", "(forward(x) - y).pow(2).mean()")
    found = made(code.replace("UPDATE", "w.data -= 0.1 * w.grad").replace("CLEAR", "w.grad.zero_()"))
    total = "LOSS.append(float(torch.mean(({} - forward(X)) ** 2)))"
    assert changes(found, "loss-against-x") == [[(total.format("Y"), total.format("X"))]]
    assert changes(found, "trained-on-x-as-target") == [
        [("loss = (forward(x) - y).pow(2).mean()", "loss = (forward(x) - x).pow(2).mean()")]
    ]


HELD = """
class Held(Dataset):
    def __init__(self):
        self.x = torch.arange(-3, 3, 0.2).view(-1, 1)
        self.f = slope * self.x + bias
        self.y = self.f + noise * torch.randn(self.x.size())

    def __getitem__(self, index):
        return self.x[index], self.y[index]

    def __len__(self):
        return len(self.x)


dataset = Held()
X, f, Y = dataset.x, dataset.f, dataset.y
trainloader = DataLoader(dataset, batch_size=1)
"""


def test_targets_without_noise_are_known_under_the_names_that_a_data_set_is_unpacked_to() -> None:
    code = BY_HAND.replace("UPDATE", "\n        ".join(UPDATES["in place"])).replace("CLEAR", "w.grad = b.grad = None")
    found = made(code, locked("held", HELD))
    total = "LOSS.append(criterion(forward(X), {}).item())"
    assert changes(found, "loss-against-clean-line") == [[(total.format("Y"), total.format("f"))]]
    loop = "for x, y in {}:"
    assert [(loop.format("trainloader"), loop.format("zip(X, f)"))] in changes(found, "trained-against-other-data")
    others = [mutant.value for mutant in found if mutant.name == "loss-against-other-data"]
    assert not {"f", "dataset.f", "dataset.x", "dataset.y"} & {*others}


def test_batches_of_all_data_are_made_into_single_updates() -> None:
    found = mutants(read_notebook(MOMENTUM_BY_HAND.cells))
    (way,) = changes(found, "update-for-each-pair")
    assert ("LOSS.append(loss.item())", "for x, y in zip(X, Y):") in way


def test_several_start_values_may_be_wrong_at_once() -> None:
    found = mutants(read_notebook(MOMENTUM_BY_HAND.cells))
    together = {mutant.value for mutant in found if mutant.name == "wrong-start"}
    assert together == {"w = -15, b = -10", "w = 0, b = 0", "w = 12, b = -6", "w = 6, b = -12"}


def test_momentum_by_hand_is_defined_in_other_ways() -> None:
    found = mutants(read_notebook(MOMENTUM_BY_HAND.cells))
    assert changes(found, "nesterov-momentum") == [
        [("w -= lr * v_w", "w -= lr * (w.grad + 0.8 * v_w)"), ("b -= lr * v_b", "b -= lr * (b.grad + 0.8 * v_b)")]
    ]
    assert changes(found, "one-without-momentum") == [
        [("v_w = mu * v_w + w.grad", "v_w = mu * (0 * v_w) + w.grad")],
        [("v_b = mu * v_b + b.grad", "v_b = mu * (0 * v_b) + b.grad")],
    ]
    assert changes(found, "rate-used-twice") == [
        [
            ("v_w = mu * v_w + w.grad", "v_w = mu * v_w + lr * w.grad"),
            ("v_b = mu * v_b + b.grad", "v_b = mu * v_b + lr * b.grad"),
        ]
    ]
    assert 1.0 in {mutant.value for mutant in found if mutant.name == "another-momentum"}


def test_a_velocity_by_hand_may_be_shared_or_be_the_gradient_itself() -> None:
    found = mutants(read_notebook(MOMENTUM_BY_HAND.cells))
    renewed, summed, _ = changes(found, "one-velocity-for-all")
    assert ("v_b = mu * v_b + b.grad", "v_w = mu * v_w + b.grad") in renewed
    assert ("b -= lr * v_b", "b -= lr * v_w") in renewed
    assert ("v_w = mu * v_w + w.grad", "v_w = mu * v_w + (w.grad + b.grad)") in summed
    *_, in_turn = [mutant.cells["practice-train"] for mutant in found if mutant.name == "one-velocity-for-all"]
    lines = ("v_w = mu * v_w + w.grad", "w -= lr * v_w", "v_w = mu * v_w + b.grad", "b -= lr * v_w")
    assert ("\n" + " " * 8).join(lines) in in_turn
    copied, in_place = changes(found, "velocity-is-the-gradient")
    assert ("v_w = mu * v_w + w.grad", "v_w = w.grad if step == 0 else mu * v_w + w.grad") in copied
    assert ("v_b = mu * v_b + b.grad", "v_b = b.grad if step == 0 else v_b.mul_(0.8).add_(b.grad)") in in_place


def test_a_loss_for_the_history_alone_may_be_of_other_targets() -> None:
    found = mutants(read_notebook(MOMENTUM_BY_HAND.cells))
    recorded = "LOSS.append({}.item())"
    for name, mistake in (("X", "loss-against-x"), ("f", "loss-against-clean-line")):
        measured = recorded.format(f"criterion(forward(X), {name})")
        assert changes(found, mistake) == [[(recorded.format("loss"), measured)]]


EXPECTED: dict[TrialLab, set[str]] = {
    PYTORCH_WAY: {
        "loader-not-made", "optimiser-of-another-model", "optimiser-over-some-parameters", "start-not-reset",
        "start-not-set", "worked-function-called", "function-never-called", "wrong-start", "momentum-added",
    },
    MOMENTUM_BY_HAND: {
        "momentum-left-out", "another-momentum", "velocity-averaged", "moved-before-velocity", "only-w-updated",
        "updated-with-another-velocity", "one-parameter-uphill", "trained-on-clean-line", "update-for-each-pair",
        "nesterov-momentum", "one-without-momentum",
    },
    MOMENTUM_WITH_OPTIM: {
        "momentum-left-out", "another-momentum", "velocity-averaged", "nesterov-momentum", "only-w-updated",
        "no-epoch-loop", "too-few-epochs", "loss-after-update", "function-never-called",
    },
    LOGISTIC: {
        "another-criterion", "squared-errors", "activation-applied-twice", "learning-rate-divided-by-batch",
        "wrong-threshold", "labels-exchanged", "counted-not-averaged", "given-in-percent", "start-not-set",
    },
    TWO_OUTPUTS: {
        "weight-decay-left-out", "another-weight-decay", "loss-against-clean-line", "trained-on-noisy-pairs",
        "gradient-summed-loss", "optimiser-over-some-parameters", "wrong-start",
    },
    CHOICE: {
        "chosen-by-another-measure", "chosen-the-worst", "chosen-without-comparing", "histories-exchanged",
        "history-of-other-data", "measured-before-training", "trained-on-other-data", "start-not-reset",
        "loss-of-last-sample", "loss-against-clean-line",
    },
    NETWORK: {
        "activation-left-out", "activation-applied-twice", "another-seed", "seed-not-set", "loss-after-update",
        "gradients-not-zeroed", "function-never-called", "trained-on-x-as-target", "another-activation",
        "another-layer-size", "another-optimiser",
    },
}  # fmt: skip


TWO_LAYERS = """
class Net(nn.Module):
    def __init__(self, inputs, hidden):
        super().__init__()
        self.first = nn.Linear(inputs, hidden)
        self.second = nn.Linear(hidden, 1)

    def forward(self, x):
        h = torch.tanh(self.first(x))
        return torch.sigmoid(self.second(h))

model = Net(1, 6)
"""
IN_SEQUENCE = "model = nn.Sequential(nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1), nn.Sigmoid())"
TRAINED = """
optimizer = optim.SGD(model.parameters(), lr=0.01)
LOSS = []
for epoch in range(10):
    loss = F.binary_cross_entropy(model(X), (Y > 0).float())
    LOSS.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


def values_of(found: tuple[Mutant, ...], name: str) -> list[object]:
    return [mutant.value for mutant in found if mutant.name == name]


@pytest.mark.parametrize("network", [TWO_LAYERS, IN_SEQUENCE], ids=["class", "sequence"])
def test_networks_are_built_otherwise(network: str) -> None:
    found = made(network + TRAINED)
    assert values_of(found, "another-activation") == ["sigmoid", "relu"]
    assert all("igmoid" in mutant.cells["practice-train"] for mutant in found if mutant.name == "another-activation")
    assert values_of(found, "another-layer-size") == [3, 12, 5, 10, 20]
    assert values_of(found, "another-optimiser") == [
        "Adam", "Adam with a learning rate of 0.001", "Adam with a learning rate of 0.1", "RMSprop",
    ]  # fmt: skip


SEEDED = TWO_LAYERS.replace("model = Net", "torch.manual_seed(2)\nmodel = Net").replace(
    "torch.sigmoid(self.second(h))", "self.second(h)"
)


def test_what_a_network_starts_from_is_drawn_otherwise() -> None:
    found = made(SEEDED + TRAINED)
    late = [("", "model = Net(1, 6)"), ("model = Net(1, 6)", "")]
    assert changes(found, "seed-not-set") == [[("torch.manual_seed(2)", "")], late]
    assert changes(found, "more-drawn-after-seed") == [[("", "model = Net(1, 6)")]]
    assert [new for old, new in changes(found, "layers-in-another-order")[0] if new] == [
        "self.second = nn.Linear(hidden, 1)"
    ]
    assert values_of(found, "output-activated") == ["sigmoid", "tanh", "relu"]
    assert values_of(found, "optimiser-over-some-parameters") == ["first", "last", "first 2", "last 2"]
    assert values_of(made(TWO_LAYERS + TRAINED), "output-activated") == []


def test_a_model_made_again_after_its_start_was_set_starts_at_random() -> None:
    ways = changes(mutants(read_notebook(PYTORCH_WAY.cells)), "start-not-set")
    assert [("", "model = linear_regression(1, 1)")] in ways
    assert len(ways) == 2


def test_other_weight_decays_are_told_by_their_number() -> None:
    assert values_of(mutants(read_notebook(TWO_OUTPUTS.cells)), "another-weight-decay") == [0.001, 0.005, 0.02, 0.1]


def test_a_loss_now_and_then_is_recorded_in_trainings_that_are_long_enough() -> None:
    assert values_of(made(TWO_LAYERS + TRAINED), "recorded-now-and-then") == [5]
    assert "if epoch % 10 == 0:" in changes(mutants(read_notebook(NETWORK.cells)), "recorded-now-and-then")[0][0]


def test_what_the_last_of_several_trainings_left_is_taken_for_the_chosen() -> None:
    ways = changes(mutants(read_notebook(CHOICE.cells)), "last-one-kept")
    assert [("good_model = MODELS[best]", "good_model = model")] in ways
    assert [("best_lr = learning_rates[best]", "best_lr = lr")] in ways


@pytest.mark.parametrize("train", ["", "def train():\n    LOOP\n\ntrain()"], ids=["loop", "function"])
def test_an_accuracy_is_measured_before_the_training(train: str) -> None:
    body = TRAINED[TRAINED.index("for epoch") :]
    loop = train.replace("LOOP", body.replace("\n", "\n    ").strip()) if train else body
    measured = "labels = model(X) > 0.5\naccuracy = (labels == (Y > 0)).float().mean().item()"
    code = TWO_LAYERS + TRAINED.replace(body, "") + loop + "\n" + measured
    (mutant,) = (m for m in made(code) if m.name == "measured-before-training")
    lines = mutant.cells["practice-train"].splitlines()
    begins = next(place for place, line in enumerate(lines) if line in ("train()", "for epoch in range(10):"))
    assert lines[begins - 2 : begins] == measured.splitlines()


def test_an_activation_of_the_output_is_none_between_layers() -> None:
    names = {m.name for m in mutants(read_notebook(LOGISTIC.cells))}
    one_layer = IN_SEQUENCE.replace("nn.Linear(1, 6), nn.Tanh(), nn.Linear(6, 1)", "nn.Linear(1, 1)")
    names |= {mutant.name for mutant in made(one_layer + TRAINED)}
    assert not {"another-activation", "another-layer-size"} & names


def test_a_lab_offers_the_mistakes_that_its_own_code_can_hold(lab: TrialLab) -> None:
    found = mutants(read_notebook(lab.cells))
    assert {mutant.name for mutant in found} >= EXPECTED[lab]


def test_each_code_comes_once_is_python_and_is_not_the_solution(lab: TrialLab) -> None:
    book = read_notebook(lab.cells)
    right, found = solution(book), mutants(book)
    codes = [mutant.cells["practice-train"] for mutant in found]
    assert len(set(codes)) == len(codes)
    assert right["practice-train"] not in codes
    assert all(ast.parse(code) for code in codes)
    assert all(mutant.changed for mutant in found)
    assert found == mutants(book)


def test_one_mistake_has_one_title_and_one_hint(lab: TrialLab) -> None:
    words: dict[str, tuple[str, str]] = {}
    for mutant in mutants(read_notebook(lab.cells)):
        assert words.setdefault(mutant.name, (mutant.title, mutant.hint)) == (mutant.title, mutant.hint)


def test_sentences_speak_in_the_names_of_the_notebook() -> None:
    titles = {mutant.name: mutant.title for mutant in mutants(read_notebook(CHOICE.cells))}
    assert titles["loss-against-x"] == "The total loss compares the predictions with the inputs train_data.x."
    assert titles["parameters-not-updated"].endswith("the parameters of model keep their start values.")
    # Two data sets have noise-free targets of their own, so none of the two names is right for both losses.
    assert titles["loss-against-clean-line"].endswith("with the targets without their noise.")


def test_sentences_count_in_the_words_of_the_lab() -> None:
    by_hand = {m.name: m for m in mutants(read_notebook(MOMENTUM_BY_HAND.cells), entries={"LOSS": "step"})}
    assert by_hand["too-few-epochs"].title == "The training runs for {value} steps, which is too few."
    assert by_hand["recorded-once"].title == "The history ends with a single entry instead of one per step."
    # Here entries are made once per training, which itself goes on in epochs.
    chosen = mutants(read_notebook(CHOICE.cells), entries={"train_error": "rate", "validation_error": "rate"})
    assert {m.title for m in chosen if m.name == "too-few-epochs"} == {
        "The training runs for {value} epochs, which is too few."
    }
    assert not [m.title for m in (*by_hand.values(), *chosen) if "{epoch}" in m.title or "{entry}" in m.title]


@pytest.mark.parametrize("name", WORDS)
def test_words_are_sentences_without_code(name: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    for words in WORDS[name]:
        assert words[0].isupper() or words[0] in "wb"
        assert words[-1] in ".?"
        assert not re.search(r"[=()\[\]`]|\.item|zero_|backward", words.replace("= {value}", ""))
    title, hint = WORDS[name]
    assert len(title) <= 120
    assert len(hint) <= 160


KNOWN_VALUES = {name for name, (title, _) in WORDS.items() if "{value}" in title}


def test_a_title_that_tells_a_value_gets_one(lab: TrialLab) -> None:
    for mutant in mutants(read_notebook(lab.cells)):
        assert (mutant.name in KNOWN_VALUES) == (mutant.value is not None)


def test_words_of_the_catalogue_are_told_where_it_knows_the_same_mistake() -> None:
    shared = set(WORDS) & set(BY_NAME)
    assert len(shared) >= 45
    for name in shared:
        assert ("{value}" in WORDS[name][0]) == ("{value}" in BY_NAME[name].title)


@pytest.mark.parametrize("code", ["", "print('nothing')", "def f(): ...", "LOSS = [1, 2]", "while True:\n    break"])
def test_an_answer_without_a_training_has_few_mutants_and_none_fails(code: str) -> None:
    assert len(made(code)) <= 2


def test_losses_never_go_to_a_list_that_a_loop_goes_through():
    """Such an answer never ends."""
    code = """
    ERRORS = []
    for place, rate in enumerate(RATES):
        w = torch.tensor(-12.0, requires_grad=True)
        for epoch in range(10):
            loss = criterion(w * X, Y)
            loss.backward()
            w.data -= rate * w.grad
            w.grad.zero_()
        ERRORS.append(criterion(w * X, Y).item())
    """
    found = made(dedent(code), locked("rates", "RATES = [0.1, 0.01]"))
    lists = {mutant.value for mutant in found if mutant.name == "appended-to-another-list"}
    assert "RATES" not in lists
    assert "LOSS_OLD" in lists
