"""`expected.json`: the published keys of a lab, which ship beside the notebook."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..evidence.task import Task
from .explain import Vocabulary, Words
from .key import Key
from .paths.known_paths import KnownPaths
from .setting import Setting, same_numbers

FORMAT = 2
FILE_NAME = "expected.json"
CLOSER_HINT_AFTER = 3
"""Different wrong answers to one task after which a closer hint is offered, where a lab says nothing else."""


class ExpectedError(Exception):
    """`expected.json` is not there, or not what it should be; the message says what to do."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return [str(self)]


@dataclass(frozen=True)
class Expected:
    """What students may know of the keys of a lab."""

    lab: str
    tasks: tuple[Task, ...]
    keys: tuple[tuple[Key, ...], ...]
    """For each public setting a key for each task."""
    words: Vocabulary
    parameters: str = "parameters"
    """The `grade_id` of the cell that sets the setting."""
    closer_hint_after: int = CLOSER_HINT_AFTER
    """After how many different wrong answers to a task `check` offers a closer hint; 0: never."""
    paths: tuple[KnownPaths, ...] = ()
    """For each practice whose path is known the right one and those of mistakes, under the published setting."""

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The public settings."""
        return tuple(keys[0].setting for keys in self.keys)

    @property
    def published(self) -> Setting:
        """The setting that the notebook was handed out with."""
        return next(setting for setting in self.settings if setting.is_published)

    def task(self, name: str) -> Task:
        """The task with this name.

        Raises:
            ExpectedError: naming those there are.
        """
        for task in self.tasks:
            if task.name == name:
                return task
        names = ", ".join(task.name for task in self.tasks)
        raise ExpectedError(f"There is no task {name!r} in the lab {self.lab}; its tasks are: {names}.")

    @property
    def told(self) -> tuple[Task, ...]:
        """The tasks of which a check says whether they are right."""
        return tuple(task for task in self.tasks if not task.is_kept_back)

    def key(self, name: str, setting: Mapping[str, float]) -> Key | None:
        """The key of a task under a setting; `None` where the setting is not public."""
        position = [task.name for task in self.tasks].index(self.task(name).name)
        for keys in self.keys:
            if same_numbers(keys[0].setting, setting):
                return keys[position]
        return None

    def to_json(self) -> dict[str, Any]:
        """The content of `expected.json`."""
        return {
            "format": FORMAT,
            "lab": self.lab,
            "parameters": self.parameters,
            "tasks": [task.to_json() for task in self.tasks],
            "words": {name: words.to_json() for name, words in self.words.items()},
            "keys": [[key.to_json() for key in keys] for keys in self.keys],
            "closer_hint_after": self.closer_hint_after,
            **({"paths": [known.to_json() for known in self.paths]} if self.paths else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Expected":
        """What `to_json` wrote.

        Raises:
            ExpectedError: for anything else.
        """
        try:
            if data["format"] != FORMAT:
                raise ExpectedError(f"{FILE_NAME} has format {data['format']}, this labkit reads format {FORMAT}.")
            return cls(
                lab=data["lab"],
                tasks=tuple(Task.from_json(task) for task in data["tasks"]),
                keys=tuple(tuple(Key.from_json(key) for key in keys) for keys in data["keys"]),
                words={name: Words(*words) for name, words in data["words"].items()},
                parameters=data["parameters"],
                closer_hint_after=int(data.get("closer_hint_after", CLOSER_HINT_AFTER)),
                paths=tuple(KnownPaths.from_json(known) for known in data.get("paths", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ExpectedError(f"{FILE_NAME} is damaged ({error!r}); take it from the handout again.") from error


def load(folders: Sequence[Path]) -> Expected:
    """The first `expected.json` in `folders`.

    Raises:
        ExpectedError: where there is none that can be read.
    """
    for folder in folders:
        path = folder / FILE_NAME
        if path.is_file():
            try:
                data = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise ExpectedError(f"{path} cannot be read ({error}); take it from the handout again.") from error
            return Expected.from_json(data)
    looked = " or ".join(dict.fromkeys(str(folder) for folder in folders))
    raise ExpectedError(
        f"{FILE_NAME} is not in {looked}. It belongs beside the notebook, with the folder labkit: take both from the "
        "handout and put them where the notebook is."
    )
