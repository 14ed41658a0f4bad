"""Right answers in the styles that students have: nobody's style may cost a point."""

from __future__ import annotations

from autograder.demo.answer import Answer, epoch, loop

PLAIN = Answer("plain-function", loop(epoch()))

OTHER_NAME = Answer("other-function-name", loop(epoch(), name="train_model_practice"))

NO_GRAD = Answer(
    "updates-under-no-grad",
    loop(
        epoch(
            "$history.append(float(criterion(forward(X), Y)))",
            """\
loss = criterion(forward(x), y)
loss.backward()
with torch.no_grad():
    w -= lr * w.grad
    b -= lr * b.grad
w.grad.zero_()
b.grad.zero_()
""",
        ).replace("for epoch in range(epochs):", "global w, b\nfor epoch in range(epochs):", 1)
    ),
)

NO_FUNCTION = Answer("no-function", "$given\n" + epoch().replace("range(epochs)", "range(10)"))

SEVERAL_CELLS = Answer(
    "over-several-cells",
    "$given\n\ndef total_loss():\n    return criterion(forward(X), Y).item()\n",
    added=(
        "def one_epoch():\n    for x, y in trainloader:\n        loss = criterion(forward(x), y)\n"
        "        loss.backward()\n        for parameter in (w, b):\n"
        "            parameter.data -= lr * parameter.grad\n            parameter.grad.zero_()\n",
        "for epoch in range(10):\n    $history.append(total_loss())\n    one_epoch()\n",
    ),
)

KEEPS_TENSORS = Answer(
    "detached-tensors", loop(epoch("$history.append(criterion(forward(X), Y).detach())"), name="train_it")
)

LINEAR_MODULE = Answer(
    "linear-module-with-sgd",
    """\
$given
model = torch.nn.Linear(1, 1)
with torch.no_grad():
    model.weight.fill_(w.item())
    model.bias.fill_(b.item())
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
for epoch in range(10):
    $history.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
w = model.weight.detach().reshape(())
b = model.bias.detach().reshape(())
""",
    plot="""\
fig, ax = plt.subplots()
ax.plot(range(1, 11), $history, marker="o", label="nn.Linear")
ax.set(xlabel="epoch", ylabel="loss", yscale="log", title="Practice")
ax.legend()
""",
)

BY_HAND = Answer(
    "gradients-by-hand",
    """\
$given
slope_now, bias_now = w.item(), b.item()
for epoch in range(10):
    $history.append(float(((slope_now * X + bias_now - Y) ** 2).mean()))
    for x, y in trainloader:
        error = slope_now * x + bias_now - y
        slope_now -= lr * 2 * (error * x).mean().item()
        bias_now -= lr * 2 * error.mean().item()
w, b = slope_now, bias_now
""",
)

ALL_IN_ONE_CELL = Answer(
    "all-in-one-cell",
    """\
dataset = Data()
trainloader = DataLoader(dataset=dataset, batch_size=$batch)
$start
lr = 0.1

"""
    + loop(epoch("$history.append(criterion(forward(X), Y).tolist())"), name="train_again", given=""),
)

ALL: tuple[Answer, ...] = (
    PLAIN,
    OTHER_NAME,
    NO_GRAD,
    NO_FUNCTION,
    SEVERAL_CELLS,
    KEEPS_TENSORS,
    LINEAR_MODULE,
    BY_HAND,
    ALL_IN_ONE_CELL,
)
