"""After the prologue everything is in double precision, and the same numbers are drawn as before."""

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from trial_runs import plain, unpatched

from reference.solutions.runs import double, nudge

GIVEN = """
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.utils.data import DataLoader, Dataset, TensorDataset
"""


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    with unpatched():
        yield


def run(before: str, after: str, *prologues: str) -> dict[str, Any]:
    """The names after code before and after prologues."""
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(GIVEN + before, names)
    with unpatched():
        for prologue in prologues:
            exec(prologue, names)
        exec(after, names)
    return names


def both(before: str, after: str, name: str) -> tuple[Any, Any]:
    """What a name holds in single and in double precision."""
    single, doubled = run(before, after), run(before, after, double())
    assert doubled[name].dtype is torch.float64
    return single[name].detach(), doubled[name].detach()


DRAWS = {
    "a linear layer": "torch.manual_seed(3)\nt = nn.Linear(3, 7).weight",
    "a convolution": "torch.manual_seed(3)\nt = nn.Conv1d(2, 3, 2).bias",
    "few numbers": "torch.manual_seed(3)\nt = torch.randn(5)",
    "many numbers": "torch.manual_seed(3)\nt = torch.rand(40, 3)",
    "like others": "torch.manual_seed(3)\nt = torch.randn_like(torch.zeros(20))",
    "by keyword": "torch.manual_seed(3)\nt = torch.randn(4, dtype=torch.float32, requires_grad=True)",
    "with a mean and a width": "torch.manual_seed(3)\nt = torch.normal(1.0, 2.0, (30,))",
    "round given means": "torch.manual_seed(3)\nt = torch.normal(torch.zeros(20) + 0.5, 2.0)",
    "in place": "torch.manual_seed(3)\nt = torch.empty(20).uniform_(-1, 1)",
    "by nn.init": "torch.manual_seed(3)\nt = nn.init.xavier_normal_(torch.empty(4, 5))",
    "kaiming": "torch.manual_seed(3)\nt = nn.init.kaiming_normal_(torch.empty(4, 5))",
    "from a generator": "t = torch.randn(20, generator=torch.Generator().manual_seed(5))",
    "coins": "torch.manual_seed(3)\nt = torch.bernoulli(torch.full((20,), 0.3))",
    "dropout": "torch.manual_seed(3)\nt = nn.Dropout(0.4)(torch.ones(20) / 3)",
    "a range": "t = torch.arange(-3, 3, 0.1)",
    "a grid": "t = torch.linspace(-1, 1, 17)",
    "the numbers after them": "torch.manual_seed(3)\nnn.Linear(2, 2)\nnn.Dropout()(torch.ones(3))\nt = torch.rand(3)",
}


@pytest.mark.parametrize("code", DRAWS.values(), ids=DRAWS)
def test_the_same_numbers_are_drawn(code: str) -> None:
    single, doubled = both("", code, "t")
    np.testing.assert_allclose(doubled.numpy(), single.double().numpy(), rtol=1e-7)
    if "Dropout(0.4)" not in code:
        assert torch.equal(doubled, single.double())


def test_whole_numbers_and_orders_are_the_same() -> None:
    code = """
torch.manual_seed(3)
a, b, c = torch.randperm(9), torch.randint(0, 50, (9,)), torch.multinomial(torch.tensor([0.2, 0.5, 0.3]), 8, True)
d = [y.item() for y in DataLoader(torch.arange(12), shuffle=True)]
e = torch.arange(4)
"""
    single, doubled = run("", code), run("", code, double())
    for name in "abcde":
        assert plain(single[name]) == plain(doubled[name])
    assert doubled["e"].dtype is torch.int64


HELD = """
class Data(Dataset):
    def __init__(self):
        self.x = torch.randn(8, 1)
        self.more = {"y": [torch.rand(3), (torch.rand(2),)]}
        self.array = np.float32([0.1, 0.2])
    def __getitem__(self, index):
        return self.x[index], self.x[index].float()
    def __len__(self):
        return 8

dataset = Data()
loader = DataLoader(TensorDataset(torch.rand(4)))
model = nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1))
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
model(dataset.x).sum().backward()
optimizer.step()
w = torch.tensor(-15.0, requires_grad=True)
(3 * w).backward()
kept = 3 * w
half, count, kind = torch.float16, torch.arange(3), torch.float32
inner = torch.rand(3)
def held(given=torch.rand(2), dtype=torch.float32):
    return given, torch.zeros(1, dtype=dtype)
def around():
    own = torch.rand(2)
    return lambda: own
closure = around()
"""


def test_whatever_holds_a_tensor_holds_a_double_one() -> None:
    after = """
found = [dataset.x, dataset.more["y"][0], dataset.more["y"][1][0], loader.dataset.tensors[0], *model.parameters(),
         model[1].running_mean, w, w.grad, kept, *held(), closure(), dataset[0][1], next(iter(loader))[0],
         *(state["momentum_buffer"] for state in optimizer.state.values()),
         *(p.grad for p in model.parameters()), torch.tensor(0.1), torch.tensor([1.0]).float(),
         torch.from_numpy(np.float32([1, 2])), torch.zeros(2), torch.FloatTensor([1.0]), torch.zeros(1, dtype=kind)]
same = [a is b for a, b in zip(optimizer.param_groups[0]["params"], model.parameters())]
"""
    names = run(HELD, after, double())
    assert [tensor.dtype for tensor in names["found"]] == [torch.float64] * len(names["found"])
    assert names["dataset"].array.dtype == np.float64
    assert names["count"].dtype is torch.int64
    assert all(names["same"])


def test_an_optimiser_of_earlier_cells_goes_on_in_double_precision() -> None:
    step = "optimizer.zero_grad(); (model(dataset.x) ** 2).mean().backward(); optimizer.step(); t = model[0].weight"
    before = "torch.manual_seed(0)\n" + HELD
    single, doubled = both(before, step, "t")
    np.testing.assert_allclose(doubled.numpy(), single.numpy(), rtol=1e-5)
    assert not torch.equal(doubled, single.double())


def test_data_that_were_drawn_before_are_not_changed() -> None:
    names = run("torch.manual_seed(1)\nX = torch.randn(20)\nkept = X.clone().numpy().tolist()", "", double())
    assert names["X"].tolist() == names["kept"]


def test_a_small_network_with_a_seeded_start_trains_alike() -> None:
    code = """
torch.manual_seed(2)
model = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 1))
X = torch.linspace(-1, 1, 20).view(-1, 1)
optimizer = optim.Adam(model.parameters(), lr=0.01)
L = []
for epoch in range(10):
    for x, y in DataLoader(TensorDataset(X, X ** 2), batch_size=5, shuffle=True):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        L.append(loss.item())
"""
    single, doubled = run("", code)["L"], run("", code, double())["L"]
    np.testing.assert_allclose(single, doubled, rtol=1e-4)
    assert single != doubled


def test_the_notebook_gets_no_name_from_a_prologue() -> None:
    plain_names, doubled = run("", ""), run("", "", nudge(1), double())
    assert set(doubled) == set(plain_names)


def test_nudges_move_each_given_number_to_a_neighbour() -> None:
    before = """
torch.manual_seed(1)
X, labels, w = torch.randn(40), torch.tensor([0.0, 1.0, 1.0]), torch.tensor(0.3, requires_grad=True)
old = X.clone().double()
"""
    names = run(before, "drawn = torch.rand(3)", nudge(1))
    moved = (names["X"].double() - names["old"]) / torch.finfo(torch.float32).eps
    assert set(torch.sign(moved).tolist()) == {-1.0, 1.0}
    assert torch.all(moved.abs() <= names["old"].abs())
    assert names["labels"].tolist() == [0.0, 1.0, 1.0]
    assert names["w"].item() == pytest.approx(0.3)
    assert torch.equal(names["drawn"], run(before, "drawn = torch.rand(3)")["drawn"])
    assert not torch.equal(names["X"], run(before, "", nudge(2))["X"])


def test_what_cannot_be_walked_through_is_left_alone() -> None:
    before = "import threading, io\nlock, file, gen = threading.Lock(), io.StringIO(), (i for i in range(3))\n"
    before += "loop = []\nloop.append(loop)\nfrom matplotlib import pyplot as plt\n"
    names = run(before + "figure, axes = plt.subplots()\nplt.close()", "", nudge(1), double())
    assert isinstance(names["file"], io.StringIO)
    assert next(names["gen"]) == 0
