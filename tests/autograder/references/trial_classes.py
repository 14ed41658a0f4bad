"""What a class might hand in for each trial lab: right answers in their own styles, wrong ones as people make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from trial_courses import PLOT, TRAIN, TrialCourse, tasks
from trial_labs import CHOICE, LOGISTIC, MOMENTUM_BY_HAND, NETWORK, PYTORCH_WAY, TWO_OUTPUTS, TrialLab

from labkit.evidence.task import Task
from reference.solutions.notebook import read_notebook

LOSSES, MODEL, VALUES, FIGURE = "practice-history", "practice-parameters", "practice-values", "practice-figure"
BOTH = (LOSSES, MODEL)


@dataclass(frozen=True, eq=False)
class Wrong:
    """A wrong answer."""

    code: str
    tasks: tuple[str, ...]
    """The tasks that it gets wrong; all others are right."""
    named: tuple[str, ...] = ()
    """Mistakes of which one must be named; with none, what goes wrong is beyond what a lab's mistakes can name."""
    plot: str = ""


@dataclass(frozen=True, eq=False)
class TrialClass:
    """A course, and what its students hand in."""

    course: TrialCourse
    right: Mapping[str, Mapping[str, str]]
    wrong: Mapping[str, Wrong] = field(default_factory=dict)

    def cells(self) -> dict[str, dict[str, str]]:
        """Every answer: student to answer cells."""
        plot = {PLOT: dedent(self.course.plot)} if self.course.plot else {}
        wrong = {
            name: {TRAIN: one.code, **plot, **({PLOT: one.plot} if one.plot else {})}
            for name, one in self.wrong.items()
        }
        return {**{name: {**plot, **cells} for name, cells in self.right.items()}, **wrong}


def solution_of(lab: TrialLab) -> str:
    """The solution, as a student might write it."""
    return "\n".join(read_notebook(lab.cells).answer(TRAIN).cell.code.splitlines()[1:-1])


def but(code: str, *changes: tuple[str, str]) -> str:
    """Code with lines or parts of lines replaced, each of which must be there."""
    for old, new in changes:
        assert old in code, f"{old!r} is not in the answer"
        code = code.replace(old, new)
    return code


def styles(lab: TrialLab, *more: str) -> dict[str, dict[str, str]]:
    """Right answers: the solution, and other styles."""
    found = (solution_of(lab), *lab.styles, *more)
    return {f"right-{place}": {TRAIN: dedent(code).strip()} for place, code in enumerate(found)}


LINES = (
    '{"slope": source.choice((-1, 1)) * round(source.uniform(0.8, 3.0), 2), '
    '"bias": source.choice((-1, 1)) * round(source.uniform(0.5, 3.0), 2), '
    '"noise": round(source.uniform(0.1, 0.3), 2), "seed": source.randrange(2, 1_000_000)}'
)
OTHER_LINE = {"slope": -2.1, "bias": 1.4, "noise": 0.15, "seed": 11}

# nn.Module and optim.SGD

S = solution_of(PYTORCH_WAY)
RECORD = "        LOSS.append(criterion(model(X), Y).item())\n"
STEP = "            loss.backward()\n            optimizer.step()\n"
PYTORCH = TrialClass(
    TrialCourse(
        PYTORCH_WAY, tasks(history=["LOSS"], parameters=["model.linear.weight", "model.linear.bias"]), OTHER_LINE, LINES
    ),
    styles(
        PYTORCH_WAY,
        """
        model = linear_regression(1, 1)
        model.load_state_dict({"linear.weight": torch.tensor([[-15.0]]), "linear.bias": torch.tensor([-10.0])})
        optimizer = optim.SGD(model.parameters(), lr=0.1)
        LOSS = []
        epoch = 0
        while epoch < 5:
            with torch.no_grad():
                LOSS.append(float(((model(X) - Y) ** 2).mean()))
            for i in range(len(dataset)):
                x, y = dataset[i]
                optimizer.zero_grad()
                (model(x) - y).square().sum().backward()
                optimizer.step()
            epoch += 1
        """,
        """
        import numpy as np

        xs, ys = X.numpy().ravel().astype("float64"), Y.numpy().ravel().astype("float64")
        w, b = -15.0, -10.0
        LOSS = []
        for epoch in range(5):
            LOSS.append(np.mean((w * xs + b - ys) ** 2))
            for x, y in zip(xs, ys):
                error = w * x + b - y
                w, b = w - 0.1 * 2 * error * x, b - 0.1 * 2 * error
        model = linear_regression(1, 1)
        model.linear.weight.data[:] = w
        model.linear.bias.data[:] = b
        """,
        """
        class Trainer:
            def __init__(self, rate):
                self.model = linear_regression(1, 1)
                self.model.linear.weight.data.fill_(-15)
                self.model.linear.bias.data.fill_(-10)
                self.optimizer = optim.SGD(self.model.parameters(), lr=rate)
                self.history = torch.zeros(5)

            def run(self, loader):
                for epoch in range(5):
                    self.history[epoch] = criterion(self.model(X), Y).detach()
                    for x, y in loader:
                        self.optimizer.zero_grad()
                        criterion(self.model(x), y).backward()
                        self.optimizer.step()


        trainer = Trainer(0.1)
        trainer.run(DataLoader(dataset=dataset, batch_size=1, shuffle=False))
        model, LOSS = trainer.model, trainer.history.tolist()
        """,
    ),
    {
        "rate-of-the-worked-part": Wrong(but(S, ("lr=0.1", "lr=0.01")), BOTH, ("learning-rate-too-small",)),
        "calls-the-worked-function": Wrong(
            but(S, ("my_train_model(5)", "train_model_BGD(5)")),
            (LOSSES,),
            ("appended-to-another-list", "worked-function-called"),
        ),
        "old-optimizer": Wrong(
            but(S, ("optimizer = optim.SGD(model.parameters(), lr=0.1)\n", "")),
            BOTH,
            ("parameters-not-updated", "optimiser-of-another-model"),
        ),
        "old-loader": Wrong(
            but(S, ("trainloader = DataLoader(dataset=dataset, batch_size=1)\n", "")),
            BOTH,
            ("loader-not-made", "mini-batches"),
        ),
        "no-zero-grad": Wrong(but(S, ("            optimizer.zero_grad()\n", "")), BOTH, ("gradients-not-zeroed",)),
        "step-without-parentheses": Wrong(
            but(S, ("optimizer.step()", "optimizer.step")), BOTH, ("parameters-not-updated",)
        ),
        "zero-grad-after-backward": Wrong(
            but(
                S,
                ("            optimizer.zero_grad()\n", ""),
                ("loss.backward()\n", "loss.backward()\n            optimizer.zero_grad()\n"),
            ),
            BOTH,
            ("parameters-not-updated",),
        ),
        "records-each-pair": Wrong(
            but(S, (RECORD, ""), (STEP, STEP + "            LOSS.append(loss.item())\n")),
            (LOSSES,),
            ("loss-per-sample",),
        ),
        "records-at-the-end": Wrong(but(S, (RECORD, ""), (STEP, STEP + RECORD)), (LOSSES,), ("loss-after-update",)),
        "records-the-last-pair": Wrong(
            but(S, (RECORD, ""), (STEP, STEP + "        LOSS.append(loss.item())\n")),
            (LOSSES,),
            ("loss-of-last-sample",),
        ),
        "averages-over-pairs": Wrong(
            but(
                S,
                (RECORD, "        total = 0\n"),
                (STEP, STEP + "            total += loss.item()\n        LOSS.append(total / len(trainloader))\n"),
            ),
            (LOSSES,),
            ("loss-averaged-over-samples",),
        ),
        "four-epochs": Wrong(but(S, ("my_train_model(5)", "my_train_model(4)")), BOTH, ("too-few-epochs",)),
        "ten-epochs": Wrong(but(S, ("my_train_model(5)", "my_train_model(10)")), BOTH, ("too-many-epochs",)),
        "seven-epochs": Wrong(but(S, ("my_train_model(5)", "my_train_model(7)")), BOTH, ("too-many-epochs",)),
        "hundred-epochs": Wrong(but(S, ("my_train_model(5)", "my_train_model(100)")), BOTH, ("too-many-epochs",)),
        "trained-twice": Wrong(S + "\nmy_train_model(5)", BOTH, ("too-many-epochs", "history-appended-twice")),
        "start-not-set": Wrong(
            but(
                S,
                ('model.state_dict()["linear.weight"][0] = -15\n', ""),
                ('model.state_dict()["linear.bias"][0] = -10\n', ""),
            ),
            BOTH,
            ("start-not-set",),
        ),
        "start-of-the-worked-part": Wrong(
            but(S, ("[0] = -15", "[0] = -10"), ('["linear.bias"][0] = -10', '["linear.bias"][0] = -5')),
            BOTH,
            ("wrong-start",),
        ),
        "positive-bias": Wrong(
            but(S, ('["linear.bias"][0] = -10', '["linear.bias"][0] = 10')), BOTH, ("wrong-start", "wrong-start-b")
        ),
        "own-list-in-the-function": Wrong(
            but(S, ("def my_train_model(epochs):\n", "def my_train_model(epochs):\n    LOSS = []\n")),
            (LOSSES,),
            ("losses-not-kept",),
        ),
        "against-x": Wrong(
            but(S, ("criterion(model(X), Y)", "criterion(model(X), X)")), (LOSSES,), ("loss-against-x",)
        ),
        "against-f": Wrong(
            but(S, ("criterion(model(X), Y)", "criterion(model(X), f)")), (LOSSES,), ("loss-against-clean-line",)
        ),
        "never-called": Wrong(but(S, ("\nmy_train_model(5)", "")), BOTH, ("function-never-called",)),
        "moves-once-an-epoch": Wrong(
            but(S, ("            optimizer.step()", "        optimizer.step()")), BOTH, ("batch-update-per-epoch",)
        ),
        "list-of-the-worked-part": Wrong(
            but(S, ("LOSS.append", "LOSS_BGD.append")), (LOSSES,), ("appended-to-another-list",)
        ),
        "shuffled": Wrong(but(S, ("batch_size=1)", "batch_size=1, shuffle=True)")), BOTH, ("shuffled-order",)),
        "typed": Wrong(
            "model = linear_regression(1, 1)\nLOSS = [671.3, 12.1, 0.5, 0.05, 0.04]", BOTH, ("same-numbers-everywhere",)
        ),
    },
)

# Momentum by hand

S = solution_of(MOMENTUM_BY_HAND)
RECORD = "    LOSS.append(loss.item())\n"
UPDATES = (
    "        v_w = mu * v_w + w.grad\n        v_b = mu * v_b + b.grad\n        w -= lr * v_w\n        b -= lr * v_b\n"
)
CLEAR = "    w.grad.zero_()\n    b.grad.zero_()"
MOMENTUM = TrialClass(
    TrialCourse(MOMENTUM_BY_HAND, tasks(history=["LOSS"], parameters=["w", "b"]), OTHER_LINE, LINES),
    styles(
        MOMENTUM_BY_HAND,
        """
        w = torch.tensor(-12.0, requires_grad=True)
        b = torch.tensor(6.0, requires_grad=True)
        optimizer = optim.SGD([w, b], lr=0.05, momentum=0.8)
        LOSS = []
        for _ in range(20):
            optimizer.zero_grad()
            loss = criterion(forward(X), Y)
            loss.backward()
            LOSS.append(loss.detach().numpy())
            optimizer.step()
        """,
        """
        w = torch.tensor(-12.0, requires_grad=True)
        b = torch.tensor(6.0, requires_grad=True)
        speed = [0, 0]
        LOSS = []
        for step in range(20):
            loss = criterion(forward(X), Y)
            LOSS.append(loss.item())
            slopes = torch.autograd.grad(loss, (w, b))
            with torch.no_grad():
                for i, (p, slope) in enumerate(zip((w, b), slopes)):
                    speed[i] = 0.8 * speed[i] - lr * slope
                    p += speed[i]
        """,
        """
        theta = torch.tensor([-12.0, 6.0])
        velocity = torch.zeros(2)
        LOSS = []
        for step in range(20):
            error = theta[0] * X + theta[1] - Y
            LOSS.append((error**2).mean().item())
            velocity = 0.8 * velocity + torch.stack([(2 * error * X).mean(), (2 * error).mean()])
            theta = theta - lr * velocity
        w, b = theta
        """,
        """
        import numpy as np

        x, y = np.array(X, dtype=float), np.array(Y, dtype=float)
        w, b, vw, vb = -12.0, 6.0, 0.0, 0.0
        LOSS = np.empty(20)
        for k in range(20):
            r = w * x + b - y
            LOSS[k] = np.mean(r**2)
            vw, vb = 0.8 * vw + 2 * np.mean(r * x), 0.8 * vb + 2 * np.mean(r)
            w, b = w - 0.05 * vw, b - 0.05 * vb
        """,
    ),
    {
        "no-momentum": Wrong(
            but(S, ("mu * v_w + w.grad", "w.grad"), ("mu * v_b + b.grad", "b.grad")), BOTH, ("momentum-left-out",)
        ),
        "averaged": Wrong(
            but(S, ("+ w.grad", "+ (1 - mu) * w.grad"), ("+ b.grad", "+ (1 - mu) * b.grad")),
            BOTH,
            ("velocity-averaged",),
        ),
        "usual-nine-tenths": Wrong(but(S, ("mu = 0.8", "mu = 0.9")), BOTH, ("another-momentum",)),
        "moves-first": Wrong(
            but(
                S,
                (
                    UPDATES,
                    "        w -= lr * v_w\n        b -= lr * v_b\n        v_w = mu * v_w + w.grad\n"
                    "        v_b = mu * v_b + b.grad\n",
                ),
            ),
            BOTH,
            ("moved-before-velocity",),
        ),
        "uphill": Wrong(but(S, ("w -= lr", "w += lr"), ("b -= lr", "b += lr")), BOTH, ("gradient-ascent",)),
        "subtracts-the-slope-and-the-speed": Wrong(
            but(S, ("v_w + w.grad", "v_w - w.grad"), ("v_b + b.grad", "v_b - b.grad")), BOTH, ("gradient-ascent",)
        ),
        "never-cleared": Wrong(but(S, (CLEAR, "")), BOTH, ("gradients-not-zeroed",)),
        "clears-w-only": Wrong(
            but(S, ("\n    b.grad.zero_()", "")), BOTH, ("b-gradient-not-zeroed", "one-gradient-not-zeroed")
        ),
        "speed-of-w-for-b": Wrong(
            but(S, ("b -= lr * v_b", "b -= lr * v_w")),
            BOTH,
            ("b-updated-with-w-gradient", "updated-with-another-velocity"),
        ),
        "slope-of-w-for-b": Wrong(
            but(S, ("v_b + b.grad", "v_b + w.grad")),
            BOTH,
            ("b-updated-with-w-gradient", "updated-with-another-gradient"),
        ),
        "speed-set-back-each-step": Wrong(
            but(S, (RECORD, RECORD + "    v_w, v_b = 0.0, 0.0\n")), BOTH, ("momentum-left-out",)
        ),
        "twice-the-rate": Wrong(but(S, ("LOSS = []", "lr = 0.1\nLOSS = []")), BOTH, ("learning-rate-too-large",)),
        "as-long-as-the-worked-part": Wrong(but(S, ("range(20)", "range(15)")), BOTH, ("too-few-epochs",)),
        "thirteen-steps": Wrong(but(S, ("range(20)", "range(13)")), BOTH, ("too-few-epochs",)),
        "start-of-the-worked-part": Wrong(but(S, ("-12.0", "-15.0"), ("6.0", "-10.0")), BOTH, ("wrong-start",)),
        "start-w-positive": Wrong(but(S, ("-12.0", "12.0")), BOTH, ("wrong-start-w",)),
        "records-at-the-end": Wrong(
            but(S, (RECORD, ""), (CLEAR, CLEAR + "\n    LOSS.append(criterion(forward(X), Y).item())")),
            (LOSSES,),
            ("loss-after-update",),
        ),
        "worked-list": Wrong(but(S, ("LOSS.append", "LOSS_PLAIN.append")), (LOSSES,), ("appended-to-another-list",)),
        "against-f": Wrong(
            but(S, ("criterion(forward(X), Y)", "criterion(forward(X), f)")), BOTH, ("trained-on-clean-line",)
        ),
        "momentum-of-w-only": Wrong(but(S, ("mu * v_b + b.grad", "b.grad")), BOTH, ("one-without-momentum",)),
        "rate-for-the-slope-alone": Wrong(
            but(S, ("w -= lr * v_w", "w -= lr * w.grad"), ("b -= lr * v_b", "b -= lr * b.grad")),
            BOTH,
            ("momentum-left-out",),
        ),
        "loses-the-leaf": Wrong(
            but(S, ("w -= lr * v_w", "w = w - lr * v_w"), ("b -= lr * v_b", "b = b - lr * v_b")),
            BOTH,
            ("gradient-not-there",),
        ),
        "nesterov": Wrong(
            "w = torch.tensor(-12.0, requires_grad=True)\nb = torch.tensor(6.0, requires_grad=True)\n"
            "optimizer = optim.SGD([w, b], lr=lr, momentum=0.8, nesterov=True)\nLOSS = []\nfor step in range(20):\n"
            "    loss = criterion(forward(X), Y)\n    LOSS.append(loss.item())\n    optimizer.zero_grad()\n"
            "    loss.backward()\n    optimizer.step()",
            BOTH,
            ("nesterov-momentum",),
        ),
    },
)

# Logistic regression with cross-entropy, and its accuracy

S = solution_of(LOGISTIC)
RECORD = "    LOSS.append(criterion(model(X), Y).item())\n"
STEP = "        loss.backward()\n        optimizer.step()\n"
ALL = (LOSSES, MODEL)
ACCURACY = "label = model(X) > 0.5\naccuracy = torch.mean((label == (Y > 0.5)).float()).item()"
LOGISTIC_CLASS = TrialClass(
    TrialCourse(
        LOGISTIC,
        tasks(history=["LOSS"], parameters=["model.linear.weight", "model.linear.bias"], values=["accuracy"]),
        {"threshold": -0.45, "seed": 9},
        """{"threshold": round(source.uniform(-0.7, 0.7), 1) + 0.05, "seed": source.randrange(2, 1_000_000)}""",
    ),
    styles(
        LOGISTIC,
        """
        from collections import OrderedDict

        model = nn.Sequential(OrderedDict(linear=nn.Linear(1, 1), sigmoid=nn.Sigmoid()))
        nn.init.constant_(model.linear.weight, -4)
        nn.init.constant_(model.linear.bias, 3)
        LOSS = []
        for epoch in range(12):
            LOSS.append(F.binary_cross_entropy(model(X), Y).item())
            for x, y in DataLoader(dataset, batch_size=5):
                loss = F.binary_cross_entropy(model(x), y)
                grads = torch.autograd.grad(loss, list(model.parameters()))
                with torch.no_grad():
                    for p, g in zip(model.parameters(), grads):
                        p -= 1.5 * g
        accuracy = 0
        for guess, y in zip(model(X), Y):
            accuracy += int(round(guess.item()) == y.item()) / len(Y)
        """,
        """
        import numpy as np

        xs, ys = X.double().numpy(), Y.double().numpy()
        w, b = -4.0, 3.0
        LOSS = []
        for epoch in range(12):
            p = 1 / (1 + np.exp(-(w * xs + b)))
            LOSS.append(-np.mean(ys * np.log(p) + (1 - ys) * np.log(1 - p)))
            for i in range(0, len(xs), 5):
                x, y = xs[i : i + 5], ys[i : i + 5]
                error = 1 / (1 + np.exp(-(w * x + b))) - y
                w, b = w - 1.5 * np.mean(error * x), b - 1.5 * np.mean(error)
        model = logistic_regression(1)
        model.linear.weight.data = torch.tensor([[w]], dtype=torch.float32)
        model.linear.bias.data = torch.tensor([b], dtype=torch.float32)
        accuracy = np.mean((w * xs + b > 0) == (ys == 1))
        """,
        """
        def train(model, loader, rate, epochs):
            optimizer = optim.SGD(model.parameters(), lr=rate)
            losses = []
            for _ in range(epochs):
                losses.append(criterion(model(X), Y))
                for x, y in loader:
                    optimizer.zero_grad()
                    criterion(model(x), y).backward()
                    optimizer.step()
            return [loss.item() for loss in losses]


        model = logistic_regression(1)
        model.load_state_dict({"linear.weight": torch.tensor([[-4.0]]), "linear.bias": torch.tensor([3.0])})
        LOSS = train(model, DataLoader(dataset, 5), 1.5, 12)
        accuracy = 1 - (torch.round(model(X)) - Y).abs().mean()
        """,
    ),
    {
        "squared-error-trained": Wrong(
            but(S, ("loss = criterion(yhat", "loss = criterion_rms(yhat")), (*ALL, VALUES), ("another-criterion",)
        ),
        "squared-error-recorded": Wrong(
            but(S, ("LOSS.append(criterion(", "LOSS.append(criterion_rms(")),
            (LOSSES,),
            ("squared-errors", "another-criterion"),
        ),
        "rate-of-the-worked-part": Wrong(but(S, ("lr=1.5", "lr=2")), ALL, ("learning-rate-too-large",)),
        "old-loader": Wrong(
            but(S, ("trainloader = DataLoader(dataset=dataset, batch_size=5)\n", "")),
            ALL,
            ("loader-not-made", "mini-batches"),
        ),
        "five-epochs": Wrong(but(S, ("range(12)", "range(5)")), (*ALL, VALUES), ("too-few-epochs",)),
        "start-of-the-worked-part": Wrong(but(S, ("-4.0", "-5.0"), ("= 3.0", "= -10.0")), ALL, ("wrong-start",)),
        "sigmoid-twice": Wrong(
            but(S, ("loss = criterion(yhat, y)", "loss = F.binary_cross_entropy_with_logits(yhat, y)")),
            (*ALL, VALUES),
            ("activation-applied-twice",),
        ),
        "in-percent": Wrong(S + "\naccuracy = 100 * accuracy", (VALUES,), ("given-in-percent",)),
        "counted": Wrong(but(S, ("torch.mean(", "torch.sum(")), (VALUES,), ("counted-not-averaged",)),
        "threshold-zero": Wrong(but(S, ("model(X) > 0.5", "model(X) > 0")), (VALUES,), ("wrong-threshold",)),
        "classes-exchanged": Wrong(but(S, ("model(X) > 0.5", "model(X) < 0.5")), (VALUES,), ("labels-exchanged",)),
        "number-wrong": Wrong(but(S, ("(label ==", "(label !=")), (VALUES,), ("labels-exchanged",)),
        "no-zero-grad": Wrong(
            but(S, ("        optimizer.zero_grad()\n", "")), (*ALL, VALUES), ("gradients-not-zeroed",)
        ),
        "records-each-batch": Wrong(
            but(S, (RECORD, ""), (STEP, STEP + "        LOSS.append(loss.item())\n")), (LOSSES,), ("loss-per-sample",)
        ),
        "records-at-the-end": Wrong(but(S, (RECORD, ""), (STEP, STEP + RECORD)), (LOSSES,), ("loss-after-update",)),
        "sign-forgotten": Wrong(
            but(
                S,
                (
                    "model = ",
                    "def criterion(yhat, y):\n"
                    "    return torch.mean(y * torch.log(yhat) + (1 - y) * torch.log(1 - yhat))\n\n\nmodel = ",
                ),
            ),
            (*ALL, VALUES),
            ("diverged",),
        ),
        "sum-for-mean": Wrong(
            but(S, ("loss = criterion(yhat, y)", "loss = F.binary_cross_entropy(yhat, y, reduction='sum')")),
            ALL,
            ("gradient-summed-loss",),
        ),
        "moves-once-an-epoch": Wrong(
            but(S, ("        optimizer.step()", "    optimizer.step()")), (*ALL, VALUES), ("batch-update-per-epoch",)
        ),
        "shuffled": Wrong(but(S, ("batch_size=5)", "batch_size=5, shuffle=True)")), ALL, ("shuffled-order",)),
        "last-batch": Wrong(
            but(S, (RECORD, ""), (STEP, STEP + "    LOSS.append(loss.item())\n")), (LOSSES,), ("loss-of-last-sample",)
        ),
        "old-optimizer": Wrong(
            but(S, ("optimizer = optim.SGD(model.parameters(), lr=1.5)\n", "")),
            (*ALL, VALUES),
            ("parameters-not-updated", "optimiser-of-another-model"),
        ),
        "accuracy-before-training": Wrong(
            but(S, (ACCURACY, ""), ("LOSS = []\n", f"LOSS = []\n{ACCURACY}\n")),
            (VALUES,),
            ("measured-before-training",),
        ),
        "accuracy-forgotten": Wrong(but(S, (ACCURACY, "")), (VALUES,)),
    },
)

# Two features, two outputs, weight decay

S = solution_of(TWO_OUTPUTS)
RECORD = "        total = criterion(model(X), Y)\n        LOSS.append(total.item())\n"
STEP = "            criterion(model(x), y).backward()\n            optimizer.step()\n"
OUTPUTS = TrialClass(
    TrialCourse(
        TWO_OUTPUTS,
        tasks(history=["LOSS"], parameters=["model.linear"]),
        {"noise": 0.1, "seed": 21},
        """{"noise": round(source.uniform(0.1, 0.4), 2), "seed": source.randrange(2, 1_000_000)}""",
    ),
    styles(
        TWO_OUTPUTS,
        """
        model = linear_regression(2, 2)
        with torch.no_grad():
            model.linear.weight[0] = torch.tensor([2.0, -1.0])
            model.linear.weight[1] = torch.tensor([0.0, 1.0])
            model.linear.bias[:] = -3
        optimizer = optim.SGD(model.parameters(), lr=0.1)
        LOSS = []
        for epoch in range(6):
            LOSS.append(F.mse_loss(model(X), Y).item())
            for x, y in DataLoader(dataset, batch_size=8):
                optimizer.zero_grad()
                penalty = sum((p**2).sum() for p in model.parameters())
                (F.mse_loss(model(x), y) + 0.005 * penalty).backward()
                optimizer.step()
        """,
        """
        model = linear_regression(2, 2)
        model.load_state_dict(
            {"linear.weight": torch.tensor([[2.0, -1.0], [0.0, 1.0]]), "linear.bias": torch.tensor([-3.0, -3.0])}
        )
        LOSS = []
        for epoch in range(6):
            LOSS.append((model(X) - Y).pow(2).mean().item())
            for i in range(0, 40, 8):
                loss = ((model(X[i : i + 8]) - Y[i : i + 8]) ** 2).mean()
                model.zero_grad()
                loss.backward()
                for p in model.parameters():
                    p.data -= 0.1 * (p.grad + 0.01 * p.data)
        """,
        """
        model = nn.Module()
        model.linear = nn.Linear(2, 2)
        model.linear.weight = nn.Parameter(torch.tensor([[2.0, -1.0], [0.0, 1.0]]))
        model.linear.bias = nn.Parameter(torch.full((2,), -3.0))
        groups = [{"params": [model.linear.weight]}, {"params": [model.linear.bias]}]
        optimizer = optim.SGD(groups, lr=0.1, weight_decay=1e-2)
        LOSS = []
        loader = DataLoader(dataset, 8)
        for epoch in range(6):
            LOSS += [criterion(model.linear(X), Y).item()]
            for batch in loader:
                loss = criterion(model.linear(batch[0]), batch[1])
                loss.backward()
                optimizer.step()
                optimizer.zero_grad(set_to_none=True)
        """,
    ),
    {
        "no-decay": Wrong(but(S, (", weight_decay=0.01", "")), BOTH, ("weight-decay-left-out",)),
        "ten-times-the-decay": Wrong(
            but(S, ("weight_decay=0.01", "weight_decay=0.1")), BOTH, ("another-weight-decay",)
        ),
        "penalty-twice-as-strong": Wrong(
            but(
                S,
                (", weight_decay=0.01", ""),
                (
                    "criterion(model(x), y).backward()",
                    "(criterion(model(x), y) + 0.01 * sum((p**2).sum() for p in model.parameters())).backward()",
                ),
            ),
            BOTH,
            ("another-weight-decay",),
        ),
        "penalty-recorded": Wrong(
            but(
                S,
                (
                    "total = criterion(model(X), Y)",
                    "total = criterion(model(X), Y) + 0.005 * sum((p**2).sum() for p in model.parameters())",
                ),
            ),
            (LOSSES,),
        ),
        "transposed-start": Wrong(but(S, ("[[2.0, -1.0], [0.0, 1.0]]", "[[2.0, 0.0], [-1.0, 1.0]]")), BOTH),
        "first-bias-only": Wrong(but(S, (".bias.data.fill_(-3.0)", ".bias.data[0] = -3.0")), BOTH),
        "positive-bias": Wrong(but(S, ("fill_(-3.0)", "fill_(3.0)")), BOTH, ("wrong-start",)),
        "summed": Wrong(
            but(S, ("criterion(model(x), y).backward()", "F.mse_loss(model(x), y, reduction='sum').backward()")),
            BOTH,
            ("gradient-summed-loss",),
        ),
        "summed-over-outputs": Wrong(
            but(S, ("criterion(model(x), y).backward()", "((model(x) - y) ** 2).sum(1).mean().backward()")), BOTH
        ),
        "smaller-rate": Wrong(but(S, ("lr=0.1", "lr=0.01")), BOTH, ("learning-rate-too-small",)),
        "batches-of-ten": Wrong(but(S, ("batch_size=8", "batch_size=10")), BOTH, ("mini-batches",)),
        "shuffled": Wrong(but(S, ("batch_size=8", "batch_size=8, shuffle=True")), BOTH, ("shuffled-order",)),
        "five-epochs": Wrong(but(S, ("epochs=6", "epochs=5")), BOTH, ("too-few-epochs",)),
        "records-at-the-end": Wrong(but(S, (RECORD, ""), (STEP, STEP + RECORD)), (LOSSES,), ("loss-after-update",)),
        "no-zero-grad": Wrong(but(S, ("            optimizer.zero_grad()\n", "")), BOTH, ("gradients-not-zeroed",)),
        "records-each-batch": Wrong(
            but(
                S,
                (RECORD, ""),
                (
                    "criterion(model(x), y).backward()",
                    "loss = criterion(model(x), y)\n            LOSS.append(loss.item())\n            loss.backward()",
                ),
            ),
            (LOSSES,),
            ("loss-per-sample",),
        ),
        "against-f": Wrong(
            but(S, ("criterion(model(X), Y)", "criterion(model(X), f)")), (LOSSES,), ("loss-against-clean-line",)
        ),
        "first-output-only": Wrong(but(S, ("criterion(model(x), y)", "criterion(model(x)[:, 0], y[:, 0])")), BOTH),
        "weight-only": Wrong(
            but(S, ("optim.SGD(model.parameters()", "optim.SGD([model.linear.weight]")),
            BOTH,
            ("optimiser-over-some-parameters",),
        ),
        "adam": Wrong(but(S, ("optim.SGD", "optim.Adam")), BOTH, ("another-optimiser",)),
        "all-targets": Wrong(but(S, ("criterion(model(x), y)", "criterion(model(x), Y)")), BOTH, ("sizes-do-not-fit",)),
        "all-at-once": Wrong(
            but(S, ("criterion(model(x), y)", "criterion(model(X), Y)")), BOTH, ("all-data-at-each-update",)
        ),
    },
)

# A choice among learning rates

S = solution_of(CHOICE)
FRESH_MODEL = (
    '    model = linear_regression(1, 1)\n    model.state_dict()["linear.weight"][0] = 2\n'
    '    model.state_dict()["linear.bias"][0] = -4\n'
)
ONCE = "\n".join(line.strip() for line in FRESH_MODEL.splitlines())
CHOSEN = "best = torch.argmin(validation_error)"
ERRORS = (LOSSES,)
EVERYTHING = (LOSSES, VALUES, MODEL)
PICTURE = """
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("total loss")
plt.legend()
plt.show()
"""
CHOOSING = TrialClass(
    TrialCourse(
        CHOICE,
        (
            Task("practice-history", "history", ("train_error", "validation_error")),
            Task("practice-values", "values", ("best_lr",)),
            Task("practice-parameters", "parameters", ("good_model.linear.weight", "good_model.linear.bias")),
            Task(
                "practice-figure",
                "figure",
                ("train_error", "validation_error"),
                against="learning_rates",
                log_axis="x",
                answer=PLOT,
            ),
        ),
        {"noise": 0.2, "seed": 12},
        """{"noise": round(source.uniform(0.1, 0.5), 2), "seed": source.randrange(2, 1_000_000)}""",
        PICTURE,
    ),
    {
        **styles(
            CHOICE,
            """
            learning_rates = [0.0001, 0.001, 0.01, 0.1]
            train_error, validation_error, MODELS = [], [], []
            for lr in learning_rates:
                model = linear_regression(1, 1)
                model.linear.weight.data.fill_(2.0)
                model.linear.bias.data.fill_(-4.0)
                optimizer = optim.SGD(model.parameters(), lr=lr)
                for epoch in range(3):
                    for i in range(len(train_data)):
                        x, y = train_data[i]
                        optimizer.zero_grad()
                        ((model(x) - y) ** 2).sum().backward()
                        optimizer.step()
                with torch.no_grad():
                    train_error.append(criterion(model(train_data.x), train_data.y).item())
                    validation_error.append(criterion(model(val_data.x), val_data.y).item())
                MODELS.append(model)
            best = validation_error.index(min(validation_error))
            best_lr, good_model = learning_rates[best], MODELS[best]
            """,
            """
            import numpy as np


            def train(lr, epochs=3):
                w, b = 2.0, -4.0
                for _ in range(epochs):
                    for x, y in zip(train_data.x.flatten().tolist(), train_data.y.flatten().tolist()):
                        r = w * x + b - y
                        w, b = w - 2 * lr * r * x, b - 2 * lr * r
                return w, b


            def error(line, data):
                return np.mean((line[0] * data.x.numpy() + line[1] - data.y.numpy()) ** 2)


            learning_rates = np.logspace(-4, -1, 4)
            lines = [train(lr) for lr in learning_rates]
            train_error = np.array([error(line, train_data) for line in lines])
            validation_error = np.array([error(line, val_data) for line in lines])
            best_lr = learning_rates[np.argmin(validation_error)]
            good_model = linear_regression(1, 1)
            good_model.linear.weight.data.fill_(lines[validation_error.argmin()][0])
            good_model.linear.bias.data.fill_(lines[validation_error.argmin()][1])
            """,
            """
            import copy

            start = linear_regression(1, 1)
            with torch.no_grad():
                start.linear.weight.fill_(2)
                start.linear.bias.fill_(-4)
            learning_rates = [1e-4, 1e-3, 1e-2, 1e-1]
            train_error, validation_error = torch.zeros(4), torch.zeros(4)
            best_lr, good_model, lowest = None, None, float("inf")
            for place, rate in enumerate(learning_rates):
                model = copy.deepcopy(start)
                optimizer = optim.SGD(model.parameters(), lr=rate)
                for epoch in range(3):
                    for x, y in DataLoader(train_data):
                        optimizer.zero_grad()
                        criterion(model(x), y).backward()
                        optimizer.step()
                train_error[place] = criterion(model(train_data.x), train_data.y)
                validation_error[place] = criterion(model(val_data.x), val_data.y)
                if validation_error[place] < lowest:
                    best_lr, good_model, lowest = rate, model, validation_error[place]
            train_error, validation_error = train_error.detach(), validation_error.detach()
            """,
        ),
        "right-axes": {
            TRAIN: S,
            PLOT: "fig, ax = plt.subplots()\nax.plot(learning_rates, train_error.numpy(), 'o-', label='training')\n"
            "ax.plot(learning_rates, validation_error.numpy(), 'o-', label='validation')\nax.set_xscale('log')\n"
            "ax.set(xlabel='rate', ylabel='loss')\nax.legend()",
        },
        "right-two-axes": {
            TRAIN: S,
            PLOT: "fig, both = plt.subplots(1, 2)\n"
            "for ax, values, name in zip(both, (train_error, validation_error), ('training', 'validation')):\n"
            "    ax.loglog(learning_rates, values, label=name)\n    ax.set_xlabel('rate')\n"
            "    ax.set_ylabel('loss')\n    ax.legend()",
        },
    },
    {
        "model-made-once": Wrong(
            but(S, (FRESH_MODEL, ""), ("MODELS = []\n", f"MODELS = []\n{ONCE}\n")),
            (LOSSES, MODEL),
            ("start-not-reset",),
        ),
        "one-rate-for-all": Wrong(but(S, ("lr=lr", "lr=0.01")), (LOSSES, VALUES)),
        "validated-on-training-data": Wrong(
            but(
                S,
                ("model(val_data.x)", "model(train_data.x)"),
                ("criterion(yhat, val_data.y)", "criterion(yhat, train_data.y)"),
            ),
            EVERYTHING,
            ("loss-against-other-data",),
        ),
        "exchanged": Wrong(
            but(
                S,
                ("train_error[i] =", "WAIT[i] ="),
                ("validation_error[i] =", "train_error[i] ="),
                ("WAIT[i]", "validation_error[i]"),
            ),
            EVERYTHING,
            ("histories-exchanged",),
        ),
        "ten-epochs": Wrong(but(S, ("range(3)", "range(10)")), EVERYTHING, ("too-many-epochs",)),
        "start-not-set": Wrong(
            but(S, (FRESH_MODEL, FRESH_MODEL.splitlines()[0] + "\n")), (LOSSES, MODEL), ("start-not-set",)
        ),
        "no-zero-grad": Wrong(
            but(S, ("            optimizer.zero_grad()\n", "")), EVERYTHING, ("gradients-not-zeroed",)
        ),
        "the-worst": Wrong(but(S, ("argmin", "argmax")), (VALUES, MODEL), ("chosen-the-worst",)),
        "by-training-error": Wrong(
            but(S, ("argmin(validation_error)", "argmin(train_error)")), (VALUES, MODEL), ("chosen-by-another-measure",)
        ),
        "the-last": Wrong(
            but(S, (CHOSEN, "best = -1")), (VALUES, MODEL), ("chosen-by-another-measure", "chosen-without-comparing")
        ),
        "the-place-not-the-rate": Wrong(but(S, ("best_lr = learning_rates[best]", "best_lr = best")), (VALUES,)),
        "batches-of-five": Wrong(but(S, ("batch_size=1", "batch_size=5")), EVERYTHING, ("mini-batches",)),
        "loss-of-the-last-pair": Wrong(
            but(S, ("train_error[i] = train_loss.item()", "train_error[i] = loss.item()")),
            ERRORS,
            ("loss-of-last-sample",),
        ),
        "trained-on-validation-data": Wrong(
            but(S, ("dataset=train_data", "dataset=val_data")), EVERYTHING, ("trained-on-other-data",)
        ),
        "validated-against-f": Wrong(
            but(S, ("criterion(yhat, val_data.y)", "criterion(yhat, val_data.f)")), ERRORS, ("loss-against-clean-line",)
        ),
        "start-positive": Wrong(but(S, ('bias"][0] = -4', 'bias"][0] = 4')), EVERYTHING, ("wrong-start",)),
        "model-kept-is-the-last": Wrong(
            but(S, ("good_model = MODELS[best]", "good_model = model")),
            (MODEL,),
            ("chosen-by-another-measure", "last-one-kept"),
        ),
        "step-without-parentheses": Wrong(
            but(S, ("optimizer.step()", "optimizer.step")), EVERYTHING, ("parameters-not-updated",)
        ),
        "linear-axis": Wrong(S, (FIGURE,), plot=PICTURE.replace("semilogx", "plot")),
        "training-curve-only": Wrong(
            S, (FIGURE,), plot="\n".join(line for line in PICTURE.splitlines() if "validation" not in line)
        ),
        "no-labels": Wrong(
            S,
            (FIGURE,),
            plot="\n".join(line for line in PICTURE.splitlines() if "xlabel" not in line and "ylabel" not in line),
        ),
        "over-places": Wrong(S, (FIGURE,), plot=PICTURE.replace("learning_rates, ", "range(1, 5), ")),
    },
)

# A small network with a seeded start

S = solution_of(NETWORK)
RECORD = "        LOSS.append(loss.item())\n"
STEP = "        optimizer.zero_grad()\n        loss.backward()\n        optimizer.step()\n"
SMALL_NETWORK = TrialClass(
    TrialCourse(
        NETWORK,
        tasks(history=["LOSS"], parameters=["model.first.weight", "model.second.bias"]),
        {"noise": 0.1, "seed": 31},
        """{"noise": round(source.uniform(0.03, 0.2), 2), "seed": source.randrange(2, 1_000_000)}""",
    ),
    styles(
        NETWORK,
        """
        class MyNet(nn.Module):
            def __init__(self):
                super().__init__()
                self.first = nn.Linear(1, 6)
                self.activation = nn.Sigmoid()
                self.second = nn.Linear(6, 1)

            def forward(self, inputs):
                hidden = self.activation(self.first(inputs))
                return self.second(hidden)


        torch.manual_seed(2)
        model = MyNet()
        LOSS = torch.zeros(30)
        optimizer = optim.SGD(params=model.parameters(), lr=1e-1)
        for epoch in range(30):
            optimizer.zero_grad()
            loss = ((model(X) - Y) ** 2).mean()
            loss.backward()
            LOSS[epoch] = loss.item()
            optimizer.step()
        """,
        """
        torch.manual_seed(2)
        model = nn.ModuleDict({"first": nn.Linear(1, 6), "second": nn.Linear(6, 1)})
        a, c = model["first"].weight, model["first"].bias
        d, e = model["second"].weight, model["second"].bias
        LOSS = []
        for epoch in range(30):
            hidden = torch.sigmoid(X @ a.T + c)
            loss = F.mse_loss(hidden @ d.T + e, Y)
            LOSS.append(loss.item())
            slopes = torch.autograd.grad(loss, [a, c, d, e])
            with torch.no_grad():
                for p, slope in zip([a, c, d, e], slopes):
                    p.sub_(0.1 * slope)
        model.first, model.second = model["first"], model["second"]
        """,
        """
        generator = torch.manual_seed(2)


        class Net(nn.Module):
            def __init__(self, *sizes):
                super().__init__()
                self.first, self.second = (nn.Linear(m, n) for m, n in zip(sizes, sizes[1:]))

            def forward(self, x):
                return self.second(1 / (1 + torch.exp(-self.first(x))))


        def one_step(model, optimizer):
            loss = criterion(model(X), Y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            return loss.item()


        model = Net(1, 6, 1)
        optimizer = optim.SGD(model.parameters(), lr=0.1)
        LOSS = [one_step(model, optimizer) for _ in range(30)]
        """,
    ),
    {
        "no-seed": Wrong(but(S, ("torch.manual_seed(2)\n", "")), BOTH, ("seed-not-set",)),
        "seed-zero": Wrong(but(S, ("manual_seed(2)", "manual_seed(0)")), BOTH, ("another-seed",)),
        "seed-after-the-model": Wrong(
            but(S, ("torch.manual_seed(2)\nmodel = Net(6)\n", "model = Net(6)\ntorch.manual_seed(2)\n")),
            BOTH,
            ("seed-not-set",),
        ),
        "two-models-from-one-seed": Wrong(
            but(S, ("model = Net(6)\n", "model = Net(6)\nmodel = Net(6)\n")), BOTH, ("more-drawn-after-seed",)
        ),
        "five-neurons": Wrong(but(S, ("Net(6)", "Net(5)")), BOTH, ("another-layer-size",)),
        "tanh": Wrong(but(S, ("torch.sigmoid", "torch.tanh")), BOTH, ("another-activation",)),
        "relu": Wrong(but(S, ("torch.sigmoid", "torch.relu")), BOTH, ("another-activation",)),
        "no-activation": Wrong(
            but(S, ("torch.sigmoid(self.first(x))", "self.first(x)")), BOTH, ("activation-left-out",)
        ),
        "activation-on-the-output": Wrong(
            but(
                S,
                (
                    "return self.second(torch.sigmoid(self.first(x)))",
                    "return torch.sigmoid(self.second(torch.sigmoid(self.first(x))))",
                ),
            ),
            BOTH,
            ("output-activated",),
        ),
        "smaller-rate": Wrong(but(S, ("lr=0.1", "lr=0.01")), BOTH, ("learning-rate-too-small",)),
        "twenty-epochs": Wrong(but(S, ("train(30)", "train(20)")), BOTH, ("too-few-epochs",)),
        "fifty-epochs": Wrong(but(S, ("train(30)", "train(50)")), BOTH, ("too-many-epochs",)),
        "records-at-the-end": Wrong(
            but(S, (RECORD, ""), (STEP, STEP + "        LOSS.append(criterion(model(X), Y).item())\n")),
            (LOSSES,),
            ("loss-after-update",),
        ),
        "no-zero-grad": Wrong(but(S, ("        optimizer.zero_grad()\n", "")), BOTH, ("gradients-not-zeroed",)),
        "momentum": Wrong(but(S, ("lr=0.1)", "lr=0.1, momentum=0.9)")), BOTH, ("momentum-added",)),
        "against-f": Wrong(
            but(S, ("criterion(model(X), Y)", "criterion(model(X), f)")), BOTH, ("trained-on-clean-line",)
        ),
        "adam": Wrong(but(S, ("optim.SGD", "optim.Adam")), BOTH, ("another-optimiser",)),
        "layers-made-in-another-order": Wrong(
            but(
                S,
                ("        self.first = nn.Linear(1, hidden)\n", ""),
                (
                    "        self.second = nn.Linear(hidden, 1)\n",
                    "        self.second = nn.Linear(hidden, 1)\n        self.first = nn.Linear(1, hidden)\n",
                ),
            ),
            BOTH,
            ("layers-in-another-order",),
        ),
        "two-hundred-neurons": Wrong(but(S, ("Net(6)", "Net(200)")), BOTH),
        "adam-of-its-own-rate": Wrong(
            but(S, ("optim.SGD(model.parameters(), lr=0.1)", "optim.Adam(model.parameters())")),
            BOTH,
            ("another-optimiser",),
        ),
        "never-called": Wrong(but(S, ("\ntrain(30)", "")), BOTH, ("function-never-called",)),
        "every-tenth": Wrong(
            but(S, (RECORD, "        if epoch % 10 == 0:\n            LOSS.append(loss.item())\n")),
            (LOSSES,),
            ("recorded-now-and-then",),
        ),
        "returns-in-the-loop": Wrong(
            but(S, ("        optimizer.step()", "        optimizer.step()\n        return")), BOTH, ("no-epoch-loop",)
        ),
        "optimizer-over-the-first-layer": Wrong(
            but(S, ("optim.SGD(model.parameters()", "optim.SGD(model.first.parameters()")),
            BOTH,
            ("optimiser-over-some-parameters",),
        ),
    },
)

CLASSES = (PYTORCH, MOMENTUM, LOGISTIC_CLASS, OUTPUTS, CHOOSING, SMALL_NETWORK)
