"""``descent worker``: this machine runs notebooks for a grading elsewhere.

dask-jobqueue starts it as a module, with the options that it gives Dask's own workers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.common import CaOption, CertOption, IsolationOption, KeyOption, console, problems_in_one_line


def worker(
    scheduler: Annotated[
        str, typer.Argument(help="The Dask scheduler's address, or its scheduler file.", metavar="ADDRESS")
    ],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "--nthreads", help="Runs at the same time; one per core by default.", min=1),
    ] = None,
    isolation: IsolationOption = "auto",
    tls_ca_file: CaOption = None,
    tls_cert: CertOption = None,
    tls_key: KeyOption = None,
    name: Annotated[str | None, typer.Option(help="By which the scheduler knows it; its address otherwise.")] = None,
    death_timeout: Annotated[
        float | None, typer.Option(help="Seconds without a scheduler after which it ends.", min=0.0)
    ] = None,
    local_directory: Annotated[
        Path | None, typer.Option(help="Where Dask's own files lie meanwhile.", exists=True, file_okay=False)
    ] = None,
    memory_limit: Annotated[
        str | None, typer.Option(help="Taken from launchers that give it, and not used: each run has its own bound.")
    ] = None,
) -> None:
    """Run notebooks for 'descent grade LAB --scheduler ADDRESS' until stopped.

    Needs no course, no gradebook and no shared folder; each run is isolated as it is for the grader. Install the same
    versions here as there.
    """
    from autograder.cluster.encryption import encryption
    from autograder.cluster.installed import require
    from autograder.cluster.worker import Launched, serve

    out = console()
    with problems_in_one_line():
        require()
        safety = encryption(tls_ca_file, tls_cert, tls_key)
        count = jobs or len(os.sched_getaffinity(0))
        if memory_limit is not None:
            out.print(f"--memory-limit {memory_limit} is not used: each run has its own bound.", markup=False)
        launched = Launched(name, death_timeout, local_directory)
        serve(scheduler, isolation, count, safety, lambda line: out.print(line, markup=False), launched)  # type: ignore[arg-type]


if __name__ == "__main__":
    typer.run(worker)
