"""The command ``descent``: one file per command in `autograder.commands`."""

from __future__ import annotations

import gc

import typer

from autograder.commands.calibrate import calibrate
from autograder.commands.check_lab import check_lab
from autograder.commands.demo import demo
from autograder.commands.disclose import disclose
from autograder.commands.doctor import doctor
from autograder.commands.explain import explain
from autograder.commands.export import export
from autograder.commands.grade import grade
from autograder.commands.init import init
from autograder.commands.new import new
from autograder.commands.regrade import regrade
from autograder.commands.report import report
from autograder.commands.roster import roster
from autograder.commands.worker import worker
from autograder.seams.jsonschema import leave_out_url_grammar
from autograder.seams.nbgrader import import_parts_alone
from autograder.shared.garbage import MADE

leave_out_url_grammar()

app = typer.Typer(
    name="descent",
    help="Gradient-descent coursework in PyTorch that grades itself. A course is an nbgrader course.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    init,
    new,
    check_lab,
    demo,
    roster,
    grade,
    regrade,
    explain,
    disclose,
    report,
    calibrate,
    doctor,
    worker,
):
    app.command()(command)
app.add_typer(export)


def main() -> None:
    """The command, as it is installed: a process that does nothing else, so what it needs not is not imported."""
    import_parts_alone()
    gc.set_threshold(MADE, 20, 50)  # by Python's own 700 a start spends a tenth of its time on looking
    app()
