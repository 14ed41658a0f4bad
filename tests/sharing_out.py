"""How tests are shared out to the workers of pytest-xdist: whole files, the long ones first, and none twice.

A file that does the same with several labs, each for many seconds, is as many shares as it has labs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

LONGEST = (
    "test_every_lab",
    "test_truth",
    "test_any_lab",
    "test_two_references",
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

BY_LAB = frozenset({"test_every_lab", "test_truth", "test_any_lab", "test_two_references"})
"""Files of which every test has one lab for its parameter, and makes what it needs of that lab once."""


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The longest files first, then those with slow tests, then the others; each in its own order."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def rank(item: pytest.Item) -> int:
        name = item.path.stem
        return LONGEST.index(name) if name in LONGEST else len(LONGEST) + (item.path not in slow)

    return sorted(items, key=rank)


def share_of(test: str) -> str:
    """The tests with which one, given by its node id, stays together: those of its file, or of its lab there."""
    file, _, name = test.partition("::")
    lab = name.partition("[")[2].removesuffix("]")
    return f"{file}[{lab}]" if lab and Path(file).stem in BY_LAB else file


class WholeFiles(LoadFileScheduling):
    """A share at a time. A test with which a worker ended has failed, and the rest of its share is run by another."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out; the test in which it ended, which xdist itself would run again and again."""
        shares = self.assigned_work.get(node, {}).values()
        pending = ((share, test) for share in shares for test, done in share.items() if not done)
        share, crashed = next(pending, ({}, None))
        if crashed is not None:
            share[crashed] = True
        super().remove_node(node)
        return crashed
