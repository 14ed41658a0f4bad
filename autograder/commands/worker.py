"""``descent worker``: this machine runs notebooks for a grading elsewhere."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from autograder.commands.common import CaOption, CertOption, IsolationOption, KeyOption, console, problems_in_one_line


def worker(
    scheduler: Annotated[
        str, typer.Argument(help="The Dask scheduler's address, or its scheduler file.", metavar="ADDRESS")
    ],
    jobs: Annotated[int | None, typer.Option(help="Runs at the same time; one per core by default.", min=1)] = None,
    isolation: IsolationOption = "auto",
    tls_ca_file: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
) -> None:
    """Run notebooks for 'descent grade LAB --scheduler ADDRESS' until stopped.

    Needs no course, no gradebook and no shared folder; each run is isolated as it is for the grader. Install the same
    versions here as there.
    """
    from autograder.cluster.encryption import encryption
    from autograder.cluster.installed import require
    from autograder.cluster.worker import serve

    out = console()
    with problems_in_one_line():
        require()
        safety = encryption(tls_ca_file, tls_cert, tls_key)
        count = jobs or len(os.sched_getaffinity(0))
        serve(scheduler, isolation, count, safety, lambda line: out.print(line, markup=False))  # type: ignore[arg-type]
