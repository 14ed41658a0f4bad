"""Keys as files: what comes back judges as what was kept, and a damaged file is none."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.references.key_files import packed, unpacked
from labkit.evidence.task import Task
from labkit.judging.key import Box, Explanation, Finding, Key
from labkit.judging.setting import Setting

TASK = Task("losses", "history", ("LOSS",), "train")
SHARED = Box(np.array([1.0, np.nan, 0.1]), np.array([2.0, np.nan, 0.3]))
KEY = Key(
    TASK,
    Setting({"slope": 1.5, "seed": 3}, "fresh"),
    right={"LOSS": Box.around([0.5, 1 / 3, 1e-300]), "w": Box.around(2.0, absolute=0.25)},
    givens={"lr": Box.around(0.1)},
    listed=(
        Explanation((Finding("too-many-epochs", 15),), {"LOSS": SHARED}, (frozenset({"LOSS"}),)),
        Explanation((Finding("a"), Finding("b", "LOSS_X")), {"LOSS": SHARED, "w": Box.around(-0.0)}),
        Explanation((Finding("empty"),), {"LOSS": Box(np.empty(0), np.empty(0))}),
    ),
    start={"w": -12.0},
    before={"w": Box.around(1.0, relative=1e-3)},
)
FILE = packed({"losses": KEY, "again": KEY}, {"loss": 1e-5, "parameters": 2e-5})


def test_every_number_comes_back_exactly() -> None:
    tolerances, keys = unpacked(FILE)
    assert tolerances == {"loss": 1e-5, "parameters": 2e-5}
    for key in keys.values():
        assert key.to_json() == KEY.to_json()
        assert np.array_equal(key.right["LOSS"].low, KEY.right["LOSS"].low)
        assert key.right["w"].holds(1.75)
        found = key.explanations({"LOSS": (1.5, np.inf, 0.2)})
        assert [explanation.findings for explanation in found] == [known.findings for known in KEY.listed[:2]]


def test_boxes_that_keys_share_are_kept_once() -> None:
    alone = packed({"losses": KEY}, {"loss": 1e-5, "parameters": 2e-5})
    numbers, both = (content.partition(b"\n")[2] for content in (alone, FILE))
    assert numbers == both
    entries = (3 + 1) + 1 + 1 + (3 + 1)  # right; givens; before; listed, with one box shared and one empty
    assert len(numbers) == 2 * 8 * entries


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00" * 40, b'{"format": 9}\n', FILE[:-8], FILE[: len(FILE) // 4]])
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unpacked(content)
