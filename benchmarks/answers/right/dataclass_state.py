# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: immutable states, one per epoch

# %% practice-train
from dataclasses import dataclass, replace

@dataclass(frozen=True)
class State:
    w: float
    b: float
    loss: float = float("nan")

def total_loss(s):
    return criterion(s.w * X + s.b, Y).item()

def epoch_of(s):
    for x, y in trainloader:
        e = (s.w * x + s.b - y).item()
        s = replace(s, w=s.w - 2 * lr * e * x.item(), b=s.b - 2 * lr * e)
    return replace(s, loss=total_loss(s))

first = State(-12.0, -10.0)
states = [replace(first, loss=total_loss(first))]
for _ in range(10):
    states.append(epoch_of(states[-1]))
LOSS = [s.loss for s in states[:-1]]
w, b = states[-1].w, states[-1].b
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
