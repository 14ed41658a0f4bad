"""Wrong and unfinished answers: the mistakes counted in public notebooks, about as often as they were found there."""

from __future__ import annotations

from dataclasses import replace

from autograder.demo.answer import EXPLANATION, GIVEN, UPDATE, Answer, epoch, loop

AGAINST_X = Answer("loss-against-x", loop(epoch("LOSS.append(criterion(forward(X), X).item())")))

AGAINST_X_WITH_GRAPH = Answer(
    "loss-against-x-as-graph-tensors",
    loop(epoch("LOSS.append(criterion(forward(X), X))")),
    plot='plt.plot(LOSS, label="LOSS")\nplt.xlabel("epoch")\nplt.ylabel("loss")\nplt.legend()\n',
)

GRAPH_TENSORS = Answer("graph-tensors", loop(epoch("LOSS.append(criterion(forward(X), Y))"), name="train_me"))

OTHER_LIST = Answer("appended-to-another-list", loop(epoch("LOSS_Loader.append(criterion(forward(X), Y).item())")))

PER_SAMPLE = Answer(
    "loss-per-sample", loop(epoch(record="", update="LOSS.append(criterion(forward(X), Y).item())\n" + UPDATE))
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

NAME_ERROR = Answer("name-error", loop(epoch("LOSS.append(criterion(forward(X), Y).item())").replace("lr *", "rate *")))

AFTER_UPDATE = Answer("loss-after-update", loop(epoch(record="", after="LOSS.append(criterion(forward(X), Y).item())")))

LAST_SAMPLE = Answer("loss-of-last-sample", loop(epoch(record="", after="LOSS.append(loss.item())")))

NOT_ZEROED = Answer("gradients-not-zeroed", loop(epoch().replace(".grad.data.zero_()", ".grad.data.clone().zero_()")))

B_WITH_GRADIENT_OF_W = Answer(
    "b-updated-with-w-gradient", loop(epoch().replace("lr * b.grad.data", "lr * w.grad.data"))
)

TYPED_NUMBERS = Answer(
    "works-for-the-published-data-only",
    """\
LOSS = [576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460]
w = torch.tensor(1.003857, requires_grad=True)
b = torch.tensor(-1.011374, requires_grad=True)
""",
)

NO_LEGEND = Answer("figure-without-legend", loop(epoch()), plot='plt.plot(LOSS)\nplt.xlabel("epoch")\nplt.show()\n')

RUN_TWICE = Answer("history-appended-twice", loop(epoch()) + "my_train_model(10)\n")

BLANK = Answer("blank", "", plot="", explain="")

UNFINISHED = replace(
    Answer("unfinished", GIVEN + "# for epoch in range(10):\n#     how do I get the loss?\n"), plot="", explain=""
)

TWO_MISTAKES = Answer(
    "loss-against-x-and-too-few-epochs",
    loop(epoch("LOSS.append(criterion(forward(X), X).item())"), epochs="5"),
    explain=EXPLANATION.splitlines()[0],
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
    TYPED_NUMBERS,
    NO_LEGEND,
    RUN_TWICE,
    BLANK,
    UNFINISHED,
    TWO_MISTAKES,
)
