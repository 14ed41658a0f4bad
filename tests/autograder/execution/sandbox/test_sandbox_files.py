"""What a run can see and change of the disk: its scratch folder and the runtime, nothing else."""

from __future__ import annotations

import pytest
from sandbox_stages import Stage, refused


@pytest.mark.parametrize(
    "attack",
    [
        "read_a_secret",
        "read_a_secret_through_a_link",
        "read_a_secret_through_a_hard_link",
        "read_a_secret_through_another_root",
    ],
)
def test_student_code_cannot_read_a_file_elsewhere(stage: Stage, attack: str) -> None:
    refused(stage, attack)


@pytest.mark.parametrize("attack", ["read_a_hidden_file", "read_a_hidden_file_through_a_link"])
def test_student_code_cannot_read_what_is_hidden_inside_the_runtime(stage: Stage, attack: str) -> None:
    if attack.endswith("link") and stage.has_namespaces:
        # An empty file lies over the hidden one.
        assert stage.run(attack)["said"] == {"got": ""}
    else:
        refused(stage, attack)


def test_student_code_can_read_the_runtime_also_through_a_link(stage: Stage) -> None:
    assert stage.run("read_what_is_shown")["said"] == {"got": stage.world["mark"]}


@pytest.mark.parametrize(
    "attack",
    [
        "write_to_a_foreign_file",
        "truncate_a_foreign_file",
        "make_a_file_in_the_runtime",
        "remount_the_runtime_writable",
    ],
)
def test_student_code_cannot_write_outside_its_scratch_folder(stage: Stage, attack: str) -> None:
    refused(stage, attack)


@pytest.mark.parametrize("attack", ["change_attributes_of_a_foreign_file", "change_attributes_of_the_runtime"])
def test_student_code_cannot_change_attributes_of_foreign_files(stage: Stage, attack: str) -> None:
    before = stage.run("end_well")["foreign"]
    outcome = stage.run(attack)
    assert outcome["foreign"] == before
    assert outcome["shown"] == "0o100644"


def test_the_scratch_folder_works_like_any_folder(stage: Stage) -> None:
    assert stage.run("work_with_files")["said"] == {"got": "te"}


def test_devices_of_no_consequence_work(stage: Stage) -> None:
    assert stage.run("read_random_bytes_and_devices")["said"] == {"got": "0000"}


def test_one_run_cannot_see_the_scratch_folder_of_another(stage: Stage) -> None:
    outcome = stage.run_two("write_and_wait", "read_another_scratch")
    assert outcome["first"]["said"] == {"got": "written"}
    assert outcome["first"]["status"]["end"] == "stopped"
    assert "refused" in outcome["second"]["said"], outcome


@pytest.mark.parametrize("attack", ["work_with_files", "nest_and_lock_folders"])
def test_nothing_is_left_of_the_scratch_folder_whatever_is_in_it(stage: Stage, attack: str) -> None:
    outcome = stage.run(attack)
    assert outcome["status"]["end"] == "exited"
    assert "got" in outcome["said"], outcome
    assert not outcome["scratch"]


def test_inherited_descriptors_are_closed(stage: Stage) -> None:
    assert stage.run("read_inherited_descriptors")["said"] == {"got": []}
    assert stage.world["leak"] in stage.run_plainly("read_inherited_descriptors")["said"]["got"]


def test_a_readable_path_that_does_not_exist_is_named_as_a_fault_of_the_isolation(stage: Stage) -> None:
    outcome = stage.ask(attack="end_well", changes={"readable": ["/usr", "/no/such/folder"]})
    assert outcome["status"]["end"] == "fault"
    assert "/no/such/folder" in outcome["status"]["detail"]
    assert outcome["said"] is None
    assert not outcome["scratch"]
