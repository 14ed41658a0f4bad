"""Every attack works where nothing is in its way: so a refusal elsewhere says something about the isolation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sandbox_stages import Stage, start, stop

ATTACKS = (
    "read_a_secret read_a_secret_through_a_link read_a_secret_through_a_hard_link read_a_hidden_file"
    " read_a_hidden_file_through_a_link read_a_secret_through_another_root write_to_a_foreign_file"
    " truncate_a_foreign_file make_a_file_in_the_runtime find_secrets_in_proc signal_the_victim signal_the_grader"
    " signal_the_parent trace_the_victim read_memory_of_the_victim limit_the_victim slow_the_victim"
    " bind_the_victim_to_a_processor connect_by_tcp send_by_udp listen_by_tcp"
    " open_a_netlink_socket connect_to_a_named_socket connect_to_an_abstract_socket"
    " send_from_a_pair_to_a_named_socket clone_into_a_namespace"
).split()


@pytest.fixture(scope="module")
def open_stage() -> Iterator[Stage]:
    """Started as whoever runs the tests; root can do what an ordinary user can, and more."""
    running = start("namespaces and seccomp as a user")
    yield running
    stop(running)


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_works_without_isolation(open_stage: Stage, attack: str) -> None:
    outcome = open_stage.run_plainly(attack)
    assert "got" in outcome["said"], outcome


def test_attributes_do_change_without_isolation(open_stage: Stage) -> None:
    before = open_stage.run_plainly("end_well")
    after = open_stage.run_plainly("change_attributes_of_a_foreign_file")
    runtime = open_stage.run_plainly("change_attributes_of_the_runtime")
    assert after["foreign"] != before["foreign"]
    assert runtime["shown"] == "0o100777"


def test_a_daemon_does_stay_without_isolation(open_stage: Stage) -> None:
    outcome = open_stage.run_plainly("leave_a_daemon")
    assert outcome["said"] == {"got": "left"}
    assert not outcome["all ended"]
