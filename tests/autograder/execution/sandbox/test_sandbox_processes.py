"""What a run can do to other processes, and that nothing of it stays alive."""

from __future__ import annotations

import pytest
from sandbox_stages import Stage, refused


@pytest.mark.parametrize("attack", ["signal_the_grader", "signal_the_parent", "signal_the_victim"])
def test_student_code_cannot_signal_the_grader_or_others(stage: Stage, attack: str) -> None:
    assert refused(stage, attack) in ("EPERM", "ESRCH")


@pytest.mark.parametrize("attack", ["trace_the_victim", "read_memory_of_the_victim"])
def test_student_code_cannot_trace_another_process(stage: Stage, attack: str) -> None:
    refused(stage, attack)


def test_student_code_cannot_see_arguments_or_environment_of_others(stage: Stage) -> None:
    refused(stage, "find_secrets_in_proc")


@pytest.mark.parametrize("attack", ["limit_the_victim", "slow_the_victim", "bind_the_victim_to_a_processor"])
def test_student_code_cannot_limit_or_slow_another_process(stage: Stage, attack: str) -> None:
    refused(stage, attack)


def test_student_code_cannot_slow_all_processes_of_its_user(stage: Stage) -> None:
    assert refused(stage, "slow_all_of_the_user") == "EPERM"


@pytest.mark.parametrize("attack", ["leave_a_daemon", "leave_daemons_that_multiply"])
def test_leftover_processes_die_with_the_run(stage: Stage, attack: str) -> None:
    outcome = stage.run(attack)
    if not stage.may_fork:
        assert outcome["said"]["refused"] == "EAGAIN"
        return
    assert outcome["said"] == {"got": "left"}
    assert outcome["all ended"]
    assert (outcome["status"]["leftovers"] > 0) == (not stage.has_namespaces)


def test_killing_everyone_reaches_only_the_run_itself(stage: Stage) -> None:
    outcome = stage.run("kill_everyone")
    assert "failed" not in outcome["said"]
    assert outcome["status"]["end"] == "exited"
    assert outcome["victim"]


@pytest.mark.parametrize("how", ["stop", "hang up"])
@pytest.mark.parametrize("attack", ["ignore_everything", "ignore_everything_with_a_daemon", "spin"])
def test_a_run_that_ignores_every_signal_is_stopped_by_the_trusted_side(stage: Stage, attack: str, how: str) -> None:
    outcome = stage.run(attack, interfere=how)
    if attack.endswith("daemon") and not stage.may_fork:
        assert outcome["said"]["refused"] == "EAGAIN"
        return
    assert outcome["status"]["end"] == "stopped"
    assert outcome["status"]["started"]
    assert outcome["all ended"]
    assert not outcome["scratch"]


def test_a_run_that_nobody_stops_ends_at_its_deadline(stage: Stage) -> None:
    outcome = stage.run("ignore_everything", wall_seconds_per_notebook=-9.7)
    assert outcome["status"]["end"] == "deadline"
    assert outcome["all ended"]


def test_the_run_dies_with_its_supervisor(stage: Stage) -> None:
    outcome = stage.run("outlive_the_supervisor", interfere="kill the supervisor")
    assert outcome["said"] == {"got": "waiting"}
    assert outcome["status"] is None
    assert outcome["all ended"]


def test_the_exit_code_and_the_signal_of_the_run_are_told(stage: Stage) -> None:
    left = stage.run("exit_hard")["status"]
    assert (left["end"], left["code"], left["signal"]) == ("exited", 7, None)
    crashed = stage.run("crash")["status"]
    assert (crashed["end"], crashed["code"], crashed["signal"]) == ("signalled", None, 11)


def test_commands_and_worker_processes_work_where_processes_can_be_limited(stage: Stage) -> None:
    said = stage.run("run_a_command")["said"]
    assert said.get("got") == "42" if stage.may_fork else said.get("refused") == "EAGAIN"


def test_multiprocessing_works_in_namespaces(stage: Stage) -> None:
    said = stage.run("use_worker_processes", open_files=256)["said"]
    assert said.get("got") == 13 if stage.has_namespaces else "refused" in said


def test_threads_pipes_and_socket_pairs_work(stage: Stage) -> None:
    assert stage.run("use_threads_and_pipes")["said"] == {"got": "hello"}


def test_a_run_sees_itself_in_proc(stage: Stage) -> None:
    outcome = stage.run("look_at_oneself")
    seen = outcome["said"]["got"]
    assert seen["pid"] == seen["own"]
    assert seen["folder"] == outcome["folder"]
    assert seen["processors"] > 0
