"""Trial labs: notebooks with a solution, none of them a line under plain gradient descent written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import dedent
from typing import Any


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    """A notebook in nbformat's form."""
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def locked(name: str, code: str) -> dict[str, Any]:
    """A read-only cell."""
    return _cell(name, code, locked=True)


def parameters(code: str) -> dict[str, Any]:
    """The cell that sets the setting."""
    cell = _cell("parameters", code, locked=True)
    cell["metadata"]["tags"] = ["parameters"]
    return cell


def answer(name: str, code: str) -> dict[str, Any]:
    """An autograded answer with its solution."""
    return _cell(name, f"### BEGIN SOLUTION\n{dedent(code).strip()}\n### END SOLUTION", solution=True)


def task(name: str) -> dict[str, Any]:
    """An autograder cell."""
    return _cell(name, f'check("{name}")', grade=True, locked=True)


def _cell(name: str, code: str, **of_nbgrader: bool) -> dict[str, Any]:
    usual = {"grade": False, "locked": False, "solution": False, "task": False}
    metadata = {"nbgrader": {**usual, **of_nbgrader, "grade_id": name, "schema_version": 3}}
    return {"cell_type": "code", "id": name, "metadata": metadata, "source": dedent(code).strip(), "outputs": []}


@dataclass(frozen=True, eq=False)
class TrialLab:
    """A notebook, and what is judged in it."""

    name: str
    cells: dict[str, Any]
    kinds: Mapping[str, Any]
    """What is judged, as Python expressions, each with its kind."""
    styles: tuple[str, ...]
    """Right answers in other styles."""


IMPORTS = locked(
    "imports",
    """
    import torch
    import torch.nn.functional as F
    from torch import nn, optim
    from torch.utils.data import DataLoader, Dataset, TensorDataset
    """,
)
LINE = parameters("slope, bias, noise, seed = 1.3, -0.8, 0.2, 3")
LINE_DATA = locked(
    "data",
    """
    torch.manual_seed(seed)
    X = torch.arange(-3, 3, 0.2).view(-1, 1)
    f = slope * X + bias
    Y = f + noise * torch.randn(X.size())


    class Data(Dataset):
        def __init__(self):
            self.x, self.y, self.f = X, Y, f
            self.len = X.shape[0]

        def __getitem__(self, index):
            return self.x[index], self.y[index]

        def __len__(self):
            return self.len


    dataset = Data()
    """,
)
LINEAR = locked(
    "model",
    """
    class linear_regression(nn.Module):
        def __init__(self, inputs, outputs):
            super().__init__()
            self.linear = nn.Linear(inputs, outputs)

        def forward(self, x):
            return self.linear(x)


    criterion = nn.MSELoss()
    """,
)
WORKED_WITH_MODULES = locked(
    "worked",
    """
    model = linear_regression(1, 1)
    model.state_dict()["linear.weight"][0] = -10
    model.state_dict()["linear.bias"][0] = -5
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    trainloader = DataLoader(dataset=dataset, batch_size=10)
    LOSS_BGD = []


    def train_model_BGD(epochs):
        for epoch in range(epochs):
            LOSS_BGD.append(criterion(model(X), Y).item())
            for x, y in trainloader:
                loss = criterion(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()


    train_model_BGD(4)
    """,
)

PYTORCH_WAY = TrialLab(
    "pytorch-way",
    notebook(
        IMPORTS,
        LINE,
        LINE_DATA,
        LINEAR,
        WORKED_WITH_MODULES,
        answer(
            "practice-train",
            """
            model = linear_regression(1, 1)
            model.state_dict()["linear.weight"][0] = -15
            model.state_dict()["linear.bias"][0] = -10
            optimizer = optim.SGD(model.parameters(), lr=0.1)
            trainloader = DataLoader(dataset=dataset, batch_size=1)
            LOSS = []


            def my_train_model(epochs):
                for epoch in range(epochs):
                    LOSS.append(criterion(model(X), Y).item())
                    for x, y in trainloader:
                        loss = criterion(model(x), y)
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()


            my_train_model(5)
            """,
        ),
        task("practice-losses"),
        task("practice-model"),
    ),
    {"LOSS": "history", "model.linear.weight": "parameters", "model.linear.bias": "parameters"},
    (
        """
        model = linear_regression(1, 1)
        with torch.no_grad():
            model.linear.weight.fill_(-15.0)
            model.linear.bias.fill_(-10.0)
        LOSS = []
        for epoch in range(5):
            total = criterion(model(X), Y)
            LOSS.append(float(total))
            for x, y in DataLoader(dataset, batch_size=1):
                model.zero_grad()
                criterion(model(x), y).backward()
                with torch.no_grad():
                    for p in model.parameters():
                        p -= 0.1 * p.grad
        """,
        """
        def fit(model, loader, optimiser, epochs):
            losses = []
            for epoch in range(epochs):
                yhat = model(dataset.x)
                losses += [((yhat - dataset.y) ** 2).mean().tolist()]
                for i, (x, y) in enumerate(loader):
                    yhat = model(x)
                    loss = F.mse_loss(yhat, y)
                    loss.backward()
                    optimiser.step()
                    optimiser.zero_grad()
            return losses


        model = linear_regression(1, 1)
        nn.init.constant_(model.linear.weight, -15)
        nn.init.constant_(model.linear.bias, -10)
        LOSS = fit(model, DataLoader(dataset), optim.SGD(model.parameters(), 0.1), epochs=5)
        """,
    ),
)

VALLEY = locked(
    "valley",
    """
    def forward(x):
        return w * x + b


    def criterion(yhat, y):
        return torch.mean((yhat - y) ** 2)


    w = torch.tensor(-15.0, requires_grad=True)
    b = torch.tensor(-10.0, requires_grad=True)
    lr = 0.05
    LOSS_PLAIN = []
    for epoch in range(15):
        loss = criterion(forward(X), Y)
        LOSS_PLAIN.append(loss.item())
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    """,
)
MOMENTUM_BY_HAND = TrialLab(
    "momentum-by-hand",
    notebook(
        IMPORTS,
        LINE,
        LINE_DATA,
        VALLEY,
        answer(
            "practice-train",
            """
            w = torch.tensor(-12.0, requires_grad=True)
            b = torch.tensor(6.0, requires_grad=True)
            v_w, v_b = 0.0, 0.0
            mu = 0.8
            LOSS = []
            for step in range(20):
                loss = criterion(forward(X), Y)
                LOSS.append(loss.item())
                loss.backward()
                with torch.no_grad():
                    v_w = mu * v_w + w.grad
                    v_b = mu * v_b + b.grad
                    w -= lr * v_w
                    b -= lr * v_b
                w.grad.zero_()
                b.grad.zero_()
            """,
        ),
        task("practice-losses"),
        task("practice-parameters"),
    ),
    {"LOSS": "history", "w": "parameters", "b": "parameters"},
    (
        """
        w = torch.tensor(-12.0, requires_grad=True)
        b = torch.tensor(6.0, requires_grad=True)
        velocity = {"w": torch.tensor(0.0), "b": torch.tensor(0.0)}
        LOSS = []
        for step in range(0, 20):
            w.grad = None
            b.grad = None
            loss = ((forward(X) - Y) ** 2).mean()
            LOSS += [loss.item()]
            loss.backward()
            velocity["w"] = velocity["w"] * 0.8 + w.grad
            velocity["b"] = velocity["b"] * 0.8 + b.grad
            w.data = w.data - 0.05 * velocity["w"]
            b.data = b.data - 0.05 * velocity["b"]
        """,
    ),
)
MOMENTUM_WITH_OPTIM = TrialLab(
    "momentum-with-optim",
    notebook(
        IMPORTS,
        LINE,
        LINE_DATA,
        VALLEY,
        answer(
            "practice-train",
            """
            w = torch.tensor(-12.0, requires_grad=True)
            b = torch.tensor(6.0, requires_grad=True)
            optimizer = optim.SGD([w, b], lr=lr, momentum=0.8)
            LOSS = []


            def step():
                optimizer.zero_grad()
                loss = criterion(forward(X), Y)
                loss.backward()
                optimizer.step()
                return loss.item()


            LOSS = [step() for _ in range(20)]
            """,
        ),
        task("practice-losses"),
        task("practice-parameters"),
    ),
    {"LOSS": "history", "w": "parameters", "b": "parameters"},
    MOMENTUM_BY_HAND.styles,
)

LOGISTIC = TrialLab(
    "logistic",
    notebook(
        IMPORTS,
        parameters("threshold, seed = 0.2, 5"),
        locked(
            "data",
            """
            torch.manual_seed(seed)
            X = torch.arange(-1, 1, 0.1).view(-1, 1)
            Y = (X > threshold).float()
            dataset = TensorDataset(X, Y)
            """,
        ),
        locked(
            "model",
            """
            class logistic_regression(nn.Module):
                def __init__(self, inputs):
                    super().__init__()
                    self.linear = nn.Linear(inputs, 1)

                def forward(self, x):
                    return torch.sigmoid(self.linear(x))


            criterion_rms = nn.MSELoss()


            def criterion(yhat, y):
                return -1 * torch.mean(y * torch.log(yhat) + (1 - y) * torch.log(1 - yhat))
            """,
        ),
        locked(
            "worked",
            """
            model = logistic_regression(1)
            model.state_dict()["linear.weight"].data[0] = -5.0
            model.state_dict()["linear.bias"].data[0] = -10.0
            optimizer = optim.SGD(model.parameters(), lr=2)
            trainloader = DataLoader(dataset=dataset, batch_size=3)
            LOSS_RMS = []
            for epoch in range(5):
                LOSS_RMS.append(criterion_rms(model(X), Y).item())
                for x, y in trainloader:
                    loss = criterion_rms(model(x), y)
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
            """,
        ),
        answer(
            "practice-train",
            """
            model = logistic_regression(1)
            model.state_dict()["linear.weight"].data[0] = -4.0
            model.state_dict()["linear.bias"].data[0] = 3.0
            optimizer = optim.SGD(model.parameters(), lr=1.5)
            trainloader = DataLoader(dataset=dataset, batch_size=5)
            LOSS = []
            for epoch in range(12):
                LOSS.append(criterion(model(X), Y).item())
                for x, y in trainloader:
                    yhat = model(x)
                    loss = criterion(yhat, y)
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
            label = model(X) > 0.5
            accuracy = torch.mean((label == (Y > 0.5)).float()).item()
            """,
        ),
        task("practice-losses"),
        task("practice-model"),
        task("practice-accuracy"),
    ),
    {
        "LOSS": "history",
        "model.linear.weight": "parameters",
        "model.linear.bias": "parameters",
        "accuracy": "values",
    },
    (
        """
        model = logistic_regression(1)
        with torch.no_grad():
            model.linear.weight.copy_(torch.tensor([[-4.0]]))
            model.linear.bias.copy_(torch.tensor([3.0]))
        optimizer = optim.SGD(model.parameters(), lr=1.5)
        bce = nn.BCELoss()
        LOSS = []
        for epoch in range(12):
            with torch.no_grad():
                total = bce(model(X), Y)
            LOSS.append(total.item())
            for start in range(0, len(X), 5):
                x, y = X[start : start + 5], Y[start : start + 5]
                optimizer.zero_grad()
                F.binary_cross_entropy_with_logits(model.linear(x), y).backward()
                optimizer.step()
        accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
        """,
    ),
)

TWO_OUTPUTS = TrialLab(
    "two-outputs",
    notebook(
        IMPORTS,
        parameters("noise, seed = 0.2, 8"),
        locked(
            "data",
            """
            torch.manual_seed(seed)
            X = torch.randn(40, 2)
            f = X @ torch.tensor([[1.0, -1.5], [0.5, 2.0]]) + torch.tensor([0.3, -0.7])
            Y = f + noise * torch.randn(40, 2)
            dataset = TensorDataset(X, Y)
            """,
        ),
        LINEAR,
        answer(
            "practice-train",
            """
            model = linear_regression(2, 2)
            model.linear.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
            model.linear.bias.data.fill_(-3.0)
            LOSS = []


            def train(model, loader, criterion, epochs, lr=0.1):
                optimizer = optim.SGD(model.parameters(), lr=lr, weight_decay=0.01)
                for epoch in range(epochs):
                    total = criterion(model(X), Y)
                    LOSS.append(total.item())
                    for x, y in loader:
                        optimizer.zero_grad()
                        criterion(model(x), y).backward()
                        optimizer.step()


            train(model, DataLoader(dataset, batch_size=8), criterion, epochs=6)
            """,
        ),
        task("practice-losses"),
        task("practice-model"),
    ),
    {"LOSS": "history", "model.linear.weight": "parameters", "model.linear.bias": "parameters"},
    (
        """
        model = linear_regression(2, 2)
        W, c = torch.tensor([[2.0, -1.0], [0.0, 1.0]]), torch.tensor([-3.0, -3.0])
        LOSS = []
        for epoch in range(6):
            LOSS.append(((X @ W.T + c - Y) ** 2).mean().item())
            for x, y in zip(X.split(8), Y.split(8)):
                slope = 2 * (x @ W.T + c - y) / y.numel()
                W, c = W - 0.1 * (slope.T @ x + 0.01 * W), c - 0.1 * (slope.sum(0) + 0.01 * c)
        model.linear.weight.data, model.linear.bias.data = W, c
        """,
    ),
)

CHOICE = TrialLab(
    "choice",
    notebook(
        IMPORTS,
        parameters("noise, seed = 0.3, 4"),
        locked(
            "data",
            """
            class Data(Dataset):
                def __init__(self, train=True):
                    self.x = torch.arange(-3, 3, 0.4).view(-1, 1)
                    self.f = -3 * self.x + 1
                    self.y = self.f + noise * torch.randn(self.x.size())
                    if train:
                        self.y[0] = 0
                        self.y[2:4] = 20

                def __getitem__(self, index):
                    return self.x[index], self.y[index]

                def __len__(self):
                    return len(self.x)


            torch.manual_seed(seed)
            train_data = Data()
            val_data = Data(train=False)
            """,
        ),
        LINEAR,
        answer(
            "practice-train",
            """
            learning_rates = [0.0001, 0.001, 0.01, 0.1]
            trainloader = DataLoader(dataset=train_data, batch_size=1)
            train_error = torch.zeros(len(learning_rates))
            validation_error = torch.zeros(len(learning_rates))
            MODELS = []
            for i, lr in enumerate(learning_rates):
                model = linear_regression(1, 1)
                model.state_dict()["linear.weight"][0] = 2
                model.state_dict()["linear.bias"][0] = -4
                optimizer = optim.SGD(model.parameters(), lr=lr)
                for epoch in range(3):
                    for x, y in trainloader:
                        loss = criterion(model(x), y)
                        optimizer.zero_grad()
                        loss.backward()
                        optimizer.step()
                yhat = model(train_data.x)
                train_loss = criterion(yhat, train_data.y)
                train_error[i] = train_loss.item()
                yhat = model(val_data.x)
                validation_error[i] = criterion(yhat, val_data.y).item()
                MODELS.append(model)
            best = torch.argmin(validation_error)
            best_lr = learning_rates[best]
            good_model = MODELS[best]
            """,
        ),
        task("practice-errors"),
        task("practice-choice"),
    ),
    {
        "train_error": "history",
        "validation_error": "history",
        "best_lr": "values",
        "good_model.linear.weight": "parameters",
        "good_model.linear.bias": "parameters",
    },
    (
        """
        def fit(rate):
            model = linear_regression(1, 1)
            nn.init.constant_(model.linear.weight, 2.0)
            nn.init.constant_(model.linear.bias, -4.0)
            for epoch in range(3):
                for x, y in zip(train_data.x, train_data.y):
                    loss = (model(x) - y).pow(2).mean()
                    grads = torch.autograd.grad(loss, model.parameters())
                    with torch.no_grad():
                        for p, g in zip(model.parameters(), grads):
                            p -= rate * g
            return model


        learning_rates = [0.0001, 0.001, 0.01, 0.1]
        MODELS = [fit(rate) for rate in learning_rates]
        train_error = [criterion(m(train_data.x), train_data.y).item() for m in MODELS]
        validation_error = [criterion(m(val_data.x), val_data.y).item() for m in MODELS]
        best_lr, good_model = min(zip(learning_rates, MODELS), key=lambda p: criterion(p[1](val_data.x), val_data.y))
        """,
    ),
)

NETWORK = TrialLab(
    "network",
    notebook(
        IMPORTS,
        parameters("noise, seed = 0.05, 6"),
        locked(
            "data",
            """
            torch.manual_seed(seed)
            X = torch.linspace(-2, 2, 30).view(-1, 1)
            f = torch.tanh(2 * X)
            Y = f + noise * torch.randn(X.size())
            criterion = nn.MSELoss()
            """,
        ),
        answer(
            "practice-train",
            """
            class Net(nn.Module):
                def __init__(self, hidden):
                    super().__init__()
                    self.first = nn.Linear(1, hidden)
                    self.second = nn.Linear(hidden, 1)

                def forward(self, x):
                    return self.second(torch.sigmoid(self.first(x)))


            torch.manual_seed(2)
            model = Net(6)
            optimizer = optim.SGD(model.parameters(), lr=0.1)
            LOSS = []


            def train(epochs):
                for epoch in range(epochs):
                    loss = criterion(model(X), Y)
                    LOSS.append(loss.item())
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()


            train(30)
            """,
        ),
        task("practice-losses"),
        task("practice-model"),
    ),
    {"LOSS": "history", "model.first.weight": "parameters", "model.second.bias": "parameters"},
    (
        """
        torch.manual_seed(2)
        hidden, output = nn.Linear(1, 6), nn.Linear(6, 1)
        model = nn.Sequential()
        model.add_module("first", hidden)
        model.add_module("activation", nn.Sigmoid())
        model.add_module("second", output)
        LOSS = []
        for epoch in range(30):
            model.zero_grad()
            loss = F.mse_loss(model(X), Y)
            LOSS += [float(loss)]
            loss.backward()
            for p in model.parameters():
                p.data.add_(p.grad, alpha=-0.1)
        """,
    ),
)

TRIAL_LABS = (PYTORCH_WAY, MOMENTUM_BY_HAND, MOMENTUM_WITH_OPTIM, LOGISTIC, TWO_OUTPUTS, CHOICE, NETWORK)
