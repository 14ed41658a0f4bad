"""Wrong and unfinished answers: the mistakes counted in public notebooks, about as often as they were found there."""

from __future__ import annotations

from dataclasses import replace

from autograder.demo.answer import UPDATE, Answer, epoch, loop

AGAINST_X = Answer("loss-against-x", loop(epoch("$history.append(criterion(forward(X), X).item())")))

AGAINST_X_WITH_GRAPH = Answer(
    "loss-against-x-as-graph-tensors",
    loop(epoch("$history.append(criterion(forward(X), X))")),
    plot='plt.plot($history, label="loss")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\n',
)

GRAPH_TENSORS = Answer("graph-tensors", loop(epoch("$history.append(criterion(forward(X), Y))"), name="train_me"))

OTHER_LIST = Answer("appended-to-another-list", loop(epoch("$other.append(criterion(forward(X), Y).item())")))

PER_SAMPLE = Answer(
    "loss-per-sample", loop(epoch(record="", update="$history.append(criterion(forward(X), Y).item())\n" + UPDATE))
)

TOO_FEW = Answer("too-few-epochs", loop(epoch(), epochs="5"))

TOO_MANY = Answer("too-many-epochs", loop(epoch(), epochs="15"))

OTHER_CURVE = Answer(
    "plots-another-list",
    loop(epoch()),
    plot='plt.plot(LOSS_BGD, label="batch")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\nplt.show()\n',
)

NEVER_CALLED = Answer("function-never-called", loop(epoch(), call=False))

SYNTAX_ERROR = Answer("syntax-error", loop(epoch()).replace("range(epochs):", "range(epochs)"))

NAME_ERROR = Answer(
    "name-error", loop(epoch("$history.append(criterion(forward(X), Y).item())").replace("lr *", "rate *"))
)

AFTER_UPDATE = Answer(
    "loss-after-update", loop(epoch(record="", after="$history.append(criterion(forward(X), Y).item())"))
)

LAST_SAMPLE = Answer("loss-of-last-sample", loop(epoch(record="", after="$history.append(loss.item())")))

NOT_ZEROED = Answer("gradients-not-zeroed", loop(epoch().replace(".grad.data.zero_()", ".grad.data.clone().zero_()")))

B_WITH_GRADIENT_OF_W = Answer(
    "b-updated-with-w-gradient", loop(epoch().replace("lr * b.grad.data", "lr * w.grad.data"))
)

ONLY_W_ZEROED = Answer("b-gradient-not-zeroed", loop(epoch().replace("        b.grad.data.zero_()\n", "")))

START_NOT_RESET = Answer("start-not-reset", loop(epoch(), given="$history = []\n$loader"))

# Wrong only where a loader of one's own is asked for.
LOADER_AT_HAND = Answer("loader-at-hand", loop(epoch(), given="$start"))

BATCHES_OF_5 = Answer("mini-batches", loop(epoch(), given="${start}trainloader = DataLoader(dataset, batch_size=5)\n"))

TYPED_NUMBERS = Answer(
    "works-for-the-published-data-only",
    """\
$history = [$numbers]
w = torch.tensor($end_w, requires_grad=True)
b = torch.tensor($end_b, requires_grad=True)
""",
)

NO_LEGEND = Answer("figure-without-legend", loop(epoch()), plot='plt.plot($history)\nplt.xlabel("epoch")\nplt.show()\n')

RUN_TWICE = Answer("history-appended-twice", loop(epoch()) + "my_train_model(10)\n")

BLANK = Answer("blank", "", plot="", explain="")

UNFINISHED = replace(
    Answer("unfinished", "$given# for epoch in range(10):\n#     how do I get the loss?\n"), plot="", explain=""
)

TWO_MISTAKES = Answer(
    "loss-against-x-and-too-few-epochs",
    loop(epoch("$history.append(criterion(forward(X), X).item())"), epochs="5"),
    explain="1. I think it is because of the number of updates.\n",
)

ALL: tuple[Answer, ...] = (
    AGAINST_X,
    AGAINST_X_WITH_GRAPH,
    GRAPH_TENSORS,
    OTHER_LIST,
    PER_SAMPLE,
    TOO_FEW,
    TOO_MANY,
    OTHER_CURVE,
    NEVER_CALLED,
    SYNTAX_ERROR,
    NAME_ERROR,
    AFTER_UPDATE,
    LAST_SAMPLE,
    NOT_ZEROED,
    B_WITH_GRADIENT_OF_W,
    ONLY_W_ZEROED,
    START_NOT_RESET,
    BATCHES_OF_5,
    TYPED_NUMBERS,
    NO_LEGEND,
    RUN_TWICE,
    BLANK,
    UNFINISHED,
    TWO_MISTAKES,
)
