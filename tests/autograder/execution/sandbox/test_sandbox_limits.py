"""No run takes more than its share of the machine."""

from __future__ import annotations

import pytest
from sandbox_stages import Stage

PROCESSES, MEGABYTES_OF_MEMORY, MEGABYTES_OF_DISK, FILES = 12, 256, 8, 500
"""As in the stage's limits; the files as asked for below."""


def test_a_fork_bomb_is_bounded(stage: Stage) -> None:
    outcome = stage.run("fork_without_end")
    made = outcome["said"]["got"]
    assert made == 0 if not stage.may_fork else 0 < made <= PROCESSES + 2


def test_a_thread_bomb_is_bounded(stage: Stage) -> None:
    made = stage.run("start_threads_without_end")["said"]["got"]
    # Threads of uid 0 are bounded by the address space alone: 64 KiB of stack each, and its guard page.
    assert 0 < made <= (PROCESSES + 2 if stage.may_fork else 300)


def test_a_memory_bomb_is_bounded(stage: Stage) -> None:
    filled = stage.run("fill_memory")["said"]["got"]
    assert MEGABYTES_OF_MEMORY // 2 < filled <= MEGABYTES_OF_MEMORY


def test_filling_the_disk_is_bounded(stage: Stage) -> None:
    outcome = stage.run("fill_the_disk")
    if stage.has_namespaces:
        assert outcome["said"] == {"got": outcome["said"]["got"], "stopped by": "ENOSPC"}
        assert MEGABYTES_OF_DISK // 2 < outcome["said"]["got"] <= MEGABYTES_OF_DISK
    else:
        assert outcome["status"]["end"] == "scratch full"
    assert not outcome["scratch"]


@pytest.mark.slow
def test_files_too_deep_to_be_counted_do_not_escape_the_count(stage: Stage) -> None:
    outcome = stage.run("fill_the_disk_deep_down")
    assert outcome["status"]["end"] == ("exited" if stage.has_namespaces else "scratch full")
    assert not outcome["scratch"]


def test_the_number_of_files_is_bounded(stage: Stage) -> None:
    outcome = stage.run("make_files_without_end", scratch_files=FILES)
    if stage.has_namespaces:
        assert FILES // 2 < outcome["said"]["got"] <= FILES + 200
    else:
        assert outcome["status"]["end"] == "scratch full"


def test_one_file_is_bounded(stage: Stage) -> None:
    assert stage.run("write_one_large_file")["said"] == {"got": 2}


def test_limits_cannot_be_raised_again(stage: Stage) -> None:
    assert "failed" in stage.run("raise_the_limits")["said"]


def test_every_limit_is_set_and_no_core_is_written(stage: Stage) -> None:
    seen = stage.run("limits_seen")["said"]["got"]
    assert seen["RLIMIT_FSIZE"] == 2 * 1024 * 1024
    assert seen["RLIMIT_NOFILE"] == 64
    assert seen["RLIMIT_CPU"] == 20
    assert seen["RLIMIT_CORE"] == 1
    assert seen["RLIMIT_NPROC"] >= PROCESSES


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1])
def test_processor_time_is_bounded_even_where_no_clock_watches(stage: Stage, seconds: int) -> None:
    outcome = stage.run("spin", cpu_seconds=seconds)
    assert (outcome["status"]["end"], outcome["status"]["signal"]) == ("signalled", 9)
