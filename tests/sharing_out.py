"""How tests are shared out to the workers of pytest-xdist: whole files, the long ones first, and none twice."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

LONGEST = (
    "test_every_lab",
    "test_truth",
    "test_any_lab",
    "test_attacks_by_code",
    "test_attacks_on_workers",
    "test_attacks_by_files",
    "test_faults_of_the_machine",
    "test_whole_way",
    "test_layers",
    "test_resume",
    "test_gradescope",
    "test_cluster",
    "test_encryption",
    "test_quickstart",
    "test_check_lab",
)
"""Files that take longest: begun first, so that no worker is left with one of them at the end."""


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The longest files first, then those with slow tests, then the others; each in its own order."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def rank(item: pytest.Item) -> int:
        name = item.path.stem
        return LONGEST.index(name) if name in LONGEST else len(LONGEST) + (item.path not in slow)

    return sorted(items, key=rank)


class WholeFiles(LoadFileScheduling):
    """A file at a time. A test with which a worker ended has failed, and the rest of its file is run by another."""

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out; the test in which it ended, which xdist itself would run again and again."""
        files = self.assigned_work.get(node, {}).values()
        pending = ((file, test) for file in files for test, done in file.items() if not done)
        file, crashed = next(pending, ({}, None))
        if crashed is not None:
            file[crashed] = True
        super().remove_node(node)
        return crashed
