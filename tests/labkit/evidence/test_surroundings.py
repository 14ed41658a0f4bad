import torch
from published import LOSSES_TASK, PARAMETERS_TASK
from torch.utils.data import DataLoader

from labkit.evidence.collecting import Evidence, collect
from labkit.evidence.journal import Failure, Journal
from labkit.evidence.surroundings import Loader, is_stub, near_names
from labkit.evidence.task import Task


def defined(source):
    names = {"__name__": "__main__"}
    exec(source, names)
    return names


def test_a_function_under_a_name_of_the_lab_is_the_students_where_it_uses_their_list():
    own = "def train_model(epochs):\n    for _ in range(epochs):\n        LOSS.append(1.0)\n"
    for task in (LOSSES_TASK, PARAMETERS_TASK):
        assert collect(defined(own), task, Journal()).functions == ("train_model",)
        assert collect(defined(own.replace("LOSS", "LOSS_BGD")), task, Journal()).functions == ()


def test_a_function_that_the_lab_made_above_the_answer_is_nobody_elses():
    """The worked list that it fills may be looked at beside parameters."""
    names = defined("def train_model(epochs):\n    LOSS.append(1.0)\n")
    for cell, functions in (("worked", ()), ("practice-train", ("train_model",))):
        journal = Journal()
        for ran in ("worked", "practice-train"):
            journal.ran(ran)
            journal.names(ran, names if ran == cell or cell == "worked" else {})
        assert collect(names, PARAMETERS_TASK, journal).functions == functions


def test_a_function_without_lines_of_its_own_is_a_stub():
    bodies = {"pass": True, "...": True, "'''says what it does'''": True, "raise NotImplementedError": True}
    bodies |= {"raise NotImplementedError('later')": True, "return w * x": False, "LOSS.append(1.0)": False}
    bodies |= {"for _ in range(10): pass": False, "print('hello')": False, "return None": True}
    for body, stub in bodies.items():
        assert is_stub(defined(f"def train(x):\n    {body}\n")["train"]) is stub, body


def test_loaders_are_measured():
    names = {"mine": DataLoader(range(60), batch_size=20, shuffle=True), "plain": DataLoader(range(7))}
    assert collect(names, LOSSES_TASK, Journal()).loaders == {
        "mine": Loader(20, 60, False),
        "plain": Loader(1, 7, True),
    }


def test_another_default_type_of_torch_is_seen():
    assert collect({}, LOSSES_TASK, Journal()).defaults == ()
    torch.set_default_dtype(torch.float64)
    try:
        assert collect({}, LOSSES_TASK, Journal()).defaults == ("float64",)
    finally:
        torch.set_default_dtype(torch.float32)


def test_the_name_that_looks_most_like_a_misspelt_one_is_found():
    failures = [Failure("practice-train", "NameError", f"name '{name}' is not defined", 1) for name in ("los", "rnge")]
    found = near_names({"LOSS": [], "loss": 1.0, "trainloader": None}, [*failures, failures[0]])
    assert found == {"los": "loss", "rnge": "range"}
    assert near_names({"LOSS": []}, [Failure("c", "NameError", "name 'zebra' is not defined", 1)]) == {}


def test_the_cell_that_bound_a_name_last_is_known():
    journal, names = Journal(), {}
    for cell, value in (("worked", 1.0), ("practice-train", 2.0), ("later", 2.0)):
        if names.get("w") != value:
            names["w"] = value
        names.setdefault("b", 0.0)
        journal.names(cell, names)
    evidence = collect(names, LOSSES_TASK, journal)
    assert evidence.bound == {"w": "practice-train", "b": "worked"}


def test_optimisers_are_seen_with_what_they_move():
    task = Task("practice-model", "parameters", ("model", "w"), "practice-train")
    names = defined(
        "from torch import nn, optim, tensor\n"
        "old, model, w = nn.Linear(1, 1), nn.Linear(1, 1), tensor(1.0, requires_grad=True)\n"
        "before, mine, both = optim.SGD(old.parameters(), lr=1), optim.SGD([w], lr=1), optim.Adam([w, model.bias])\n"
        "def train():\n    optimizer = optim.SGD(model.parameters(), lr=1)\n"
        "class Trainer:\n    def __init__(self):\n        self.optimizer = optim.Adam(model.parameters())\n"
        "def measure():\n    return model(w)\n"
    )
    seen = {"before": (), "mine": ("w",), "both": ("model", "w"), "train": ("model", "w"), "Trainer": ("model", "w")}
    evidence = collect(names, task, Journal())
    assert evidence.optimisers == seen
    assert type(evidence).from_json(evidence.to_json()) == evidence


def test_of_several_models_that_the_answer_made_each_has_an_optimiser_of_its_own():
    task, journal = Task("practice-choice", "parameters", ("good_model",), "practice-train"), Journal()
    names = defined("from torch import nn, optim\nold = nn.Linear(1, 1)\nbefore = optim.SGD(old.parameters(), lr=1)\n")
    journal.names("worked", names)
    journal.ran("worked")
    exec(
        "MODELS = [nn.Linear(1, 1) for _ in range(2)]\nmodel, good_model = MODELS[1], MODELS[0]\n"
        "optimizer = optim.SGD(model.parameters(), lr=1)\n",
        names,
    )
    journal.names("practice-train", names)
    journal.ran("practice-train")
    assert collect(names, task, journal).optimisers == {"before": ()}


def test_functions_are_seen_with_the_names_that_they_use():
    source = (
        "def own(n):\n    for _ in range(n):\n        LOSS.append(1.0)\n"
        "def worked(n):\n    def inner():\n        LOSS_Loader.append(2.0)\n    inner()\n"
        "def other(LOSS):\n    LOSS.append(3.0)\n"
        "class Own:\n    pass\n"
    )
    evidence = collect(defined(source), PARAMETERS_TASK, Journal())
    assert evidence.uses == {"own": ("LOSS",)}
    assert Evidence.from_json(evidence.to_json()).uses == {"own": ("LOSS",)}
