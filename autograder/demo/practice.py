"""What the practices of the labs give and ask for, so that a class can be made up for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from autograder.demo.answer import Answer


@dataclass(frozen=True)
class Practice:
    """One lab's practice."""

    lab: str
    history: str
    """the list that is asked for"""
    start: str
    """the lines that the answer cell begins with"""
    batch: int
    """the batch size that is asked for"""
    loader: str
    """the line that makes the loader; empty where the lab gives it"""
    other: str
    """a list of the lab to which losses may go by mistake"""
    numbers: str
    """the right history under the published data, as one would type it"""
    end: tuple[float, float]
    """w and b after the training, under the published data"""
    plot: str
    explanation: str

    def fill(self, text: str) -> str:
        """An answer's text with this lab's own names in the place of those with a dollar sign."""
        w, b = self.end
        given = self.start + self.loader
        return Template(text).substitute({**vars(self), "given": given, "end_w": f"{w}", "end_b": f"{b}"})

    def filled(self, answer: Answer) -> Answer:
        """An answer in the words of this lab."""
        added = tuple(self.fill(source) for source in answer.added)
        return Answer(answer.name, self.fill(answer.train), self.fill(answer.plot), self.fill(answer.explain), added)


TWO_PARAMETER_SGD = Practice(
    lab="two-parameter-sgd",
    history="LOSS",
    start="""\
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
""",
    batch=1,
    loader="",
    other="LOSS_Loader",
    numbers="576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460",
    end=(1.003857, -1.011374),
    plot="""\
plt.plot(LOSS, label="my training")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
""",
    explanation="""\
1. The stochastic run makes sixty updates in an epoch, the batch run makes one.
2. Counted by updates it is behind: each update looks at one pair only and often undoes the one before.
3. It learns from targets without noise but is measured on noisy ones, and no single update is made to lower the total.
""",
)

MINI_BATCH = Practice(
    lab="mini-batch",
    history="LOSS_MINI20",
    start="""\
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
""",
    batch=20,
    loader="trainloader = DataLoader(dataset=dataset, batch_size=20, shuffle=False)\n",
    other="LOSS_MINI10",
    numbers="835.27612, 85.4969, 5.336417, 0.3113161, 0.02156396, 0.007863066, 0.007994028, 0.008239545, 0.00831303, "
    "0.008331934",
    end=(1.000012, -1.0000235),
    plot="""\
plt.plot(LOSS_BGD, label="batch")
plt.plot(LOSS_SGD, label="stochastic")
plt.plot(LOSS_MINI5, label="batch size 5")
plt.plot(LOSS_MINI10, label="batch size 10")
plt.plot(LOSS_MINI20, label="batch size 20")
plt.yscale("log")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
""",
    explanation="""\
1. 60 pairs make three batches of 20, so there are 3 updates in an epoch and 30 in all.
2. Batches of 5 are ahead, mine are third, behind the batches of 10.
3. They have not made the same number of updates: 24, 12 and 6. One has to compare after equally many.
""",
)

PRACTICES = {practice.lab: practice for practice in (TWO_PARAMETER_SGD, MINI_BATCH)}
