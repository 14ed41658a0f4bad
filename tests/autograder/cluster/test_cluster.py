"""Grading on workers elsewhere: the same verdicts as here, whatever happens to workers and scheduler meanwhile."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clusters import PATIENCE, Cluster, cluster
from gradings import STUDENTS, finished, graded, grading, kept, results, wait_for_some, wait_for_words

from autograder.seams.distributed import connect

pytestmark = pytest.mark.slow


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path / "machines") as made:
        yield made


def test_workers_of_which_one_is_killed_give_the_verdicts_that_this_machine_gives(
    course: Path, dask: Cluster, here: Any
) -> None:
    first = dask.start_worker("one")
    dask.start_worker("two")
    process = grading(course, "--scheduler", dask.address)
    wait_for_some(course, 3)
    dask.end(first)
    file, said = finished(process, course)
    assert results(file) == here
    assert kept(course) == STUDENTS  # none twice
    assert "is not encrypted" in said
    assert f"{STUDENTS} graded, {STUDENTS} run now" in said


def test_a_scheduler_that_is_started_again_costs_nothing_that_was_done(course: Path, dask: Cluster, here: Any) -> None:
    dask.start_worker("one")
    process = grading(course, "--scheduler", dask.address)
    wait_for_some(course, 2)
    assert dask.scheduler is not None
    dask.end(dask.scheduler)
    wait_for_words(course, "is gone; waiting for it to come back")
    dask.start_scheduler()
    file, said = finished(process, course)
    assert results(file) == here
    assert kept(course) == STUDENTS
    assert "was started again" in said


def test_a_scheduler_that_is_replaced_before_anybody_looks_costs_nothing_either(
    course: Path, dask: Cluster, here: Any
) -> None:
    dask.start_worker("one")
    process = grading(course, "--scheduler", dask.address)
    wait_for_some(course, 2)
    process.send_signal(signal.SIGSTOP)
    assert dask.scheduler is not None
    dask.end(dask.scheduler)
    dask.start_scheduler()
    process.send_signal(signal.SIGCONT)
    file, said = finished(process, course)
    assert results(file) == here
    assert kept(course) == STUDENTS
    assert "was started again" in said


def test_a_grading_that_is_killed_and_started_again_runs_only_what_lacks(
    course: Path, dask: Cluster, here: Any
) -> None:
    dask.start_worker("one")
    process = grading(course, "--scheduler", dask.address)
    wait_for_some(course, 3)
    process.kill()
    process.wait(timeout=PATIENCE)
    done = kept(course)
    file, said = graded(course, "--scheduler", dask.address)
    assert results(file) == here
    assert f"{STUDENTS - done} run now" in said
    assert kept(course) == STUDENTS


def test_workers_that_do_not_fit_get_no_notebook_and_are_named_with_the_reason(
    course: Path, dask: Cluster, here: Any
) -> None:
    dask.start_plain_worker("plain")
    dask.start_worker("open", "--isolation", "none")
    dask.start_worker("fits")
    dask.wait_for("plain", "Registered to")
    file, said = graded(course, "--scheduler", dask.address)
    assert results(file) == here
    assert "gets no notebook: it was not started by 'descent worker'" in said
    assert "gets no notebook: it isolates nothing" in said
    assert said.count("gets no notebook") == 2


def test_without_a_scheduler_one_sentence_says_so(course: Path, dask: Cluster) -> None:
    assert dask.scheduler is not None
    dask.end(dask.scheduler)
    _, said = graded(course, "--scheduler", dask.address, status=2)
    assert said.startswith(f"descent: --scheduler: no Dask scheduler answers at {dask.address}")
    assert "Traceback" not in said


def test_a_worker_stops_when_it_is_told_to(dask: Cluster) -> None:
    worker = dask.start_worker("one")
    assert dask.end(worker, signal.SIGTERM) == 0


def test_a_worker_takes_the_options_that_launchers_give_and_has_the_name_that_they_gave(dask: Cluster) -> None:
    process = dask.start_worker_as_dask_jobqueue_does("launched-3", "--local-directory", str(dask.folder))
    dask.wait_for("launched-3", "Connected")
    client = connect(dask.address, None)
    try:
        (told,) = client.scheduler_info(n_workers=-1)["workers"].values()
        assert (told["name"], told["nthreads"]) == ("launched-3", 1)
        assert Path(told["local_directory"]).is_relative_to(dask.folder)
    finally:
        client.close()
    assert "--memory-limit 1.86GiB is not used" in dask.said("launched-3")
    assert dask.end(process, signal.SIGTERM) == 0


def test_a_worker_ends_when_no_scheduler_answers_for_as_long_as_it_was_told(dask: Cluster) -> None:
    assert dask.scheduler is not None
    dask.end(dask.scheduler)
    process = dask.start_worker("alone", "--death-timeout", "0", connected=False)
    assert process.wait(PATIENCE) == 2
    said = dask.said("alone")
    assert "no scheduler answered for 0 seconds" in said
    assert "--death-timeout" in said
