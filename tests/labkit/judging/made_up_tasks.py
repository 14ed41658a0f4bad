"""Tasks of labs that there are not, their keys from numbers written here, and answers as a notebook would hold them."""

from collections.abc import Mapping
from typing import Any

from labkit.evidence.collecting import Evidence, collect
from labkit.evidence.journal import Journal
from labkit.evidence.task import Task
from labkit.judging.explain import Explained, explain
from labkit.judging.judge import judge
from labkit.judging.key import Box, Key
from labkit.judging.setting import Kind, Setting
from labkit.judging.verdict import Verdict

SETTING = {"seed": 1.0}


def key_of(task: Task, right: Mapping[str, Box], kind: Kind = "published", **more: Any) -> Key:
    """A key that holds `right` and nothing else but what is said besides."""
    return Key(task, Setting(SETTING, kind), right, **more)


def evidence_of(names: Mapping[str, Any], task: Task, journal: Journal | None = None) -> Evidence:
    """What a notebook with these names shows, after it was written and read again."""
    return Evidence.from_json(collect(names, task, journal or Journal()).to_json())


def verdict_on(names: Mapping[str, Any], key: Key, journal: Journal | None = None) -> Verdict:
    """The verdict on a notebook that holds these names."""
    return judge(evidence_of(names, key.task, journal), key)


def told(verdict: Verdict) -> Explained:
    """A verdict in words, without names of mistakes."""
    return explain(verdict, {})
