"""No network, and no socket of another process."""

from __future__ import annotations

import pytest
from sandbox_stages import Stage, refused


@pytest.mark.parametrize("attack", ["connect_by_tcp", "send_by_udp", "listen_by_tcp", "open_a_netlink_socket"])
def test_student_code_has_no_network(stage: Stage, attack: str) -> None:
    assert refused(stage, attack) == "EACCES"


@pytest.mark.parametrize(
    "attack",
    ["connect_to_a_named_socket", "connect_to_an_abstract_socket", "send_from_a_pair_to_a_named_socket"],
)
def test_student_code_cannot_reach_a_socket_of_the_grader(stage: Stage, attack: str) -> None:
    refused(stage, attack)


@pytest.mark.parametrize("attack", ["connect_by_tcp", "connect_to_an_abstract_socket"])
def test_namespaces_alone_keep_sockets_apart(stage: Stage, attack: str) -> None:
    if not stage.has_namespaces:
        return
    layers = {**stage.layers, "seccomp": False, "landlock": 0}
    outcome = stage.ask(attack=attack, changes={"layers": layers})
    assert outcome["said"]["refused"] in ("ECONNREFUSED", "ENETUNREACH")
