"""What the commands share: options, and problems said in one line."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from autograder.shared.errors import GRADERS_FAULT, WRONG_USAGE, CourseError, DescentError
from autograder.shared.printable import printable
from autograder.shared.terminal import TerminalConsole

__all__ = ["GRADERS_FAULT", "WRONG_USAGE"]

CourseOption = Annotated[Path, typer.Option("--course", help="The course folder.", metavar="DIR")]
LabArgument = Annotated[str, typer.Argument(help="The lab: a folder in source/.", metavar="LAB")]
IsolationOption = Annotated[
    str,
    typer.Option(
        help="auto: every layer that this machine offers; none: only for submissions that you trust.",
        metavar="auto|none",
    ),
]

CaOption = Annotated[
    Path | None, typer.Option("--tls-ca-file", help="TLS: who signed the certificates.", metavar="FILE")
]
CertOption = Annotated[Path | None, typer.Option("--tls-cert", help="TLS: this machine's certificate.", metavar="FILE")]
KeyOption = Annotated[Path | None, typer.Option("--tls-key", help="TLS: the key of the certificate.", metavar="FILE")]


def console() -> Console:
    """Where people read: standard error, so that standard output stays free for data."""
    return TerminalConsole(stderr=True)


def say(text: str, err: bool = False, **style: Any) -> None:
    """A line for people, on standard output unless `err` is set."""
    typer.secho(printable(text), err=err, **style)


@contextmanager
def problems_in_one_line(course: Path | None = None) -> Iterator[None]:
    """What goes wrong ends the command with one line and the exit status of its kind, never with a traceback.

    The traceback of what nobody foresaw goes to a log in `course`, or to a folder of its own.
    """
    try:
        yield
    except (typer.Exit, typer.Abort, typer.BadParameter):
        raise
    except Exception as error:
        text, status = _told(error, course)
        say_problem(text)
        raise typer.Exit(status) from error


def _told(error: Exception, course: Path | None) -> tuple[str, int]:
    """What to say of an error, and the exit status of its kind.

    The kinds are imported here: a command that goes well needs none of what they bring.
    """
    if isinstance(error, DescentError):
        return str(error), error.exit_status
    from autograder.execution.forkpoints import WarmProcessFailed
    from autograder.execution.isolation import IsolationRefused
    from autograder.execution.runtime import RuntimeProblem
    from autograder.execution.sandbox import SandboxError
    from reference.lab_files.calibrated import CalibrationError
    from reference.lab_files.lab import LabFileError

    if isinstance(error, LabFileError | CalibrationError):
        return str(error), WRONG_USAGE
    if isinstance(error, IsolationRefused | SandboxError):
        return f"{error} ('--isolation none' runs without, for submissions that you trust.)", WRONG_USAGE
    if isinstance(error, RuntimeProblem | WarmProcessFailed):
        return str(error), GRADERS_FAULT
    return _unforeseen(error, course), GRADERS_FAULT


def _unforeseen(error: Exception, course: Path | None) -> str:
    from autograder.course.course import PRIVATE_FOLDER
    from autograder.course.fault_boundary import log_fault

    private = None if course is None else course.absolute() / PRIVATE_FOLDER
    folder = private if private is not None and private.is_dir() else Path(tempfile.mkdtemp(prefix="descent-fault-"))
    log = log_fault(folder, " ".join(sys.argv[1:]), "running descent", error)
    reason = f": {error.strerror} ({error.filename})" if isinstance(error, OSError) and error.strerror else ""
    return f"This is a fault of descent itself ({type(error).__name__}{reason}). Please report it with {log}."


def write_json(path: Path, data: Mapping[str, Any] | Sequence[Any]) -> None:
    """Write what a command found as JSON, whole or not at all; ``-`` is standard output.

    Raises:
        CourseError: if the file cannot be written.
    """
    from autograder.shared.files import write_whole

    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    if str(path) == "-":
        typer.echo(_as_json_escapes(text), nl=False)
        return
    try:
        write_whole(path.absolute(), _as_json_escapes(text).encode(), 0o644)
    except OSError as error:
        raise CourseError(path, f"it cannot be written ({error.strerror})", "Name another file with --json.") from error


def _as_json_escapes(text: str) -> str:
    """JSON text in which half characters, which no file can hold, are written as JSON writes them."""
    return text.encode("utf-8", "backslashreplace").decode()


def say_problem(text: str) -> None:
    """One line on standard error."""
    say(f"descent: {text}", fg="red", err=True)
