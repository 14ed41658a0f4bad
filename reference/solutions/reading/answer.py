"""Everything that operators ask about an answer, read once."""

import ast
from dataclasses import dataclass

from reference.solutions.names import Names, last_name, read_names
from reference.solutions.notebook import Answer, SolutionNotebook, parsed
from reference.solutions.reading.counting import counted_out
from reference.solutions.reading.gradients import by_backward
from reference.solutions.reading.losses import Loss, Recording, read_losses, read_recordings
from reference.solutions.reading.training import Training, read_trainings
from reference.solutions.reading.tree import Tree
from reference.solutions.reading.values import Quantity, Start, read_quantities, read_starts
from reference.solutions.worked import Worked


@dataclass(frozen=True, eq=False)
class Reading:
    """An answer cell, and what it does."""

    answer: Answer
    tree: Tree
    given: Names
    """What is bound before the answer."""
    worked: Worked
    trainings: tuple[Training, ...]
    recordings: tuple[Recording, ...]
    losses: tuple[Loss, ...]
    quantities: tuple[Quantity, ...]
    starts: tuple[Start, ...]

    @property
    def functions(self) -> tuple[ast.FunctionDef, ...]:
        """The functions that the answer defines."""
        return tuple(s for s in self.tree.statements if isinstance(s, ast.FunctionDef))

    @property
    def run_calls(self) -> tuple[ast.stmt, ...]:
        """Statements outside of functions that call a function of the answer."""
        own = {function.name for function in self.functions}
        return tuple(
            self.tree.statement(call)
            for call in self.tree.calls
            if isinstance(call.func, ast.Name) and call.func.id in own and isinstance(self.tree.scope(call), ast.Module)
        )

    def losses_for(self, *uses: str) -> tuple[Loss, ...]:
        """The losses with these uses."""
        return tuple(loss for loss in self.losses if loss.use in uses)

    def made(self, *kinds: str) -> tuple[ast.Assign, ...]:
        """The assignments of the answer that make things of these kinds."""
        return tuple(
            statement
            for statement in self.tree.statements
            if isinstance(statement, ast.Assign)
            and self.tree.names.kind(last_name(statement.targets[0])) in kinds
            and isinstance(statement.value, ast.Call)
            and isinstance(statement.targets[0], ast.Name)
        )


def read_answer(notebook: SolutionNotebook, answer: Answer) -> Reading:
    """Read an answer cell of a notebook."""
    module = by_backward(counted_out(parsed(answer.cell)))
    inner = [ast.Module(node.body, []) for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    names = read_names([*inner, module], before=answer.names)
    tree = Tree(module, names)
    trainings = read_trainings(tree)
    recordings = read_recordings(tree)
    return Reading(
        answer=answer,
        tree=tree,
        given=answer.names,
        worked=notebook.worked,
        trainings=trainings,
        recordings=recordings,
        losses=read_losses(tree, recordings),
        quantities=read_quantities(tree, trainings),
        starts=read_starts(tree, trainings),
    )
