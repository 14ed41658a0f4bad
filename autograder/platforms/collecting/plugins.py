"""The plugins of ``nbgrader zip_collect``: `SafeExtractor` unpacks a download, `LmsCollector` says whose is what."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Bool, Unicode

from autograder.assignments.releases import gradebook_of
from autograder.course.course import Course
from autograder.nbgrader_plugin.faults import in_one_sentence, note_fault
from autograder.platforms.collecting.choice import Choice, Collected, Left, choose
from autograder.platforms.collecting.names import Participant, read_claim, read_participants
from autograder.platforms.collecting.unpacking import Unpacking
from autograder.platforms.collecting.versions import Downloaded
from autograder.platforms.collecting.work import work_in_downloads
from autograder.platforms.people.roster import Roster, read_roster
from autograder.seams.nbgrader import collect_folder
from autograder.shared.printable import printable
from autograder.shared.tables import write_records

LEFT_FILE = "not-collected.csv"
"""beside the download: every file that was not collected, whose it is, and why"""
OLDEST_TIME = datetime(1980, 1, 2, tzinfo=UTC).timestamp()
"""zip files know no earlier time, and write 1980-01-01 where they know none"""


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]
    """Unpacks archives as nbgrader does, but nothing that leads elsewhere, and goes on after what is broken."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack and copy what lies in ``archive_path``; what is left out is listed, see LEFT_FILE."""
        unpacking = Unpacking(Path(archive_path), Path(extracted_path), tuple(self.zip_ext))
        with in_one_sentence(self, "unpacking"):
            unpacking.run()
        self.left: tuple[Left, ...] = tuple(unpacking.left)
        for file, fault in unpacking.faults:
            log = note_fault(self, f"unpacking {file}", fault)
            self.log.error("Details for the maintainer: %s", log)
        for one in self.left:
            self.log.warning("Left out: %s: %s", one.file, one.reason)
        with in_one_sentence(self, "listing what was left out"):
            list_left(Path(archive_path).parent, self.left)


class LmsCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Knows the file names of Canvas and Moodle, and files called after a student of the roster.

    With ``named_regexp`` set it does what nbgrader's own plugin does.
    """

    worksheet = Unicode(
        "", help="Moodle's offline grading worksheet (CSV): distinguishes namesakes by participant number."
    ).tag(config=True)

    trust_file_times = Bool(
        False,
        help="Take the files' times for the times of handing in. Off: many platforms write the time of the download.",
    ).tag(config=True)

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Whose file this is and what it is called from now on; None where it is not collected."""
        if self.named_regexp:
            return super().collect(submitted_file)  # type: ignore[no-any-return]
        one = self._collected.get(submitted_file)
        if one is None:
            return None
        info: dict[str, Any] = {"student_id": one.student, "file_id": one.name}
        if when := self._time(one):
            info["timestamp"] = when
        return info

    def _time(self, one: Collected) -> datetime | None:
        """When a file was handed in, in UTC: by its own time where that is trusted, else as was known of it before."""
        if self.trust_file_times:
            known = one.file.time >= OLDEST_TIME
            return datetime.fromtimestamp(one.file.time, UTC).replace(tzinfo=None) if known else None
        directory = self.parent.coursedir
        folder = Path(directory.format_path(directory.submitted_directory, one.student, directory.assignment_id))
        before = directory.get_existing_timestamp(str(folder))
        if before is None or same_content(folder / one.name, one.file.path):
            return before  # type: ignore[no-any-return]
        self.log.warning("%s: the file is new, so its timestamp.txt of before goes: %s", one.student, before)
        return None

    @cached_property
    def _collected(self) -> dict[str, Collected]:
        """Decided for all files at once, when nbgrader asks for the first."""
        with in_one_sentence(self, "choosing what to collect"):
            choice = self._choose()
            list_left(self._download, [*self._left_before, *self._shown(choice.left)])
        self._say(choice)
        return {str(one.file.path): one for one in choice.collected}

    @property
    def _extracted(self) -> Path:
        return collect_folder(self.parent)

    @property
    def _download(self) -> Path:
        return self._extracted.parent

    @property
    def _left_before(self) -> tuple[Left, ...]:
        return getattr(self.parent.extractor_plugin_inst, "left", ())

    def _choose(self) -> Choice:
        directory = self.parent.coursedir
        with gradebook_of(directory) as gradebook:
            roster = read_roster(gradebook)
        if not roster.people:
            self.log.warning("The gradebook has no students; read the roster first: descent roster FILE.csv")
        participants = read_participants(Path(self.worksheet)) if self.worksheet else {}
        files, left = [], []
        for path in _files(self._extracted):
            try:
                files.append(self._downloaded(path, roster, participants))
            except Exception as fault:  # one file stops no other
                left.append(Left(str(path), "", f"the kit failed on its name ({type(fault).__name__})"))
                note_fault(self, f"reading the name {path}", fault)
        with gradebook_of(directory) as gradebook:
            look = work_in_downloads(self._course, directory.assignment_id, gradebook.db)
        choice = choose(files, notebooks_of(directory), self.valid_ext, look)
        return Choice(choice.collected, (*choice.left, *left))

    @cached_property
    def _course(self) -> Course:
        directory = self.parent.coursedir
        return Course(Path(directory.root).absolute(), directory, self.parent.config)

    def _downloaded(self, path: Path, roster: Roster, participants: dict[str, Participant]) -> Downloaded:
        claim = read_claim(path.relative_to(self._extracted).parts, roster, participants)
        return Downloaded(path, claim, path.stat().st_mtime)

    def _shown(self, left: Iterable[Left]) -> list[Left]:
        return [
            Left(printable(str(Path(one.file).relative_to(self._download))), one.student, one.reason) for one in left
        ]

    def _say(self, choice: Choice) -> None:
        for one in choice.collected:
            if one.file.claim.original != one.name:
                self.log.info("%s: '%s' counts as %s", one.student, one.file.claim.original, one.name)
        for left in self._shown(choice.left):
            self.log.warning("Not collected: %s: %s", left.file, left.reason)
        late = sorted({one.student for one in choice.collected if one.file.claim.late})
        if late:
            self.log.warning(
                "Canvas marks as late: %s. It does not say how late: where that counts, write the time into "
                "timestamp.txt beside the notebook, as 2026-01-31 12:00:00 UTC.",
                ", ".join(late),
            )
        if choice.left or self._left_before:
            self.log.warning("What was not collected, and why: %s", self._download / LEFT_FILE)


def notebooks_of(directory: Any) -> list[str]:
    """Names of a lab's notebooks, without their ending: those released, else those in the source folder."""
    for step in (directory.release_directory, directory.source_directory):
        folder = Path(directory.format_path(step, ".", directory.assignment_id))
        if names := sorted(path.stem for path in folder.glob("*.ipynb")):
            return names
    return []


def same_content(one: Path, other: Path) -> bool:
    """Whether two files hold the same; False where one is missing."""
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _files(folder: Path) -> list[Path]:
    """Files below a folder, spelled as nbgrader spells them."""
    return sorted(Path(root, name) for root, _, files in os.walk(folder) for name in files)


def list_left(download: Path, left: Iterable[Left]) -> None:
    """Write the list of files that were not collected; no list where all were."""
    records = [{"file": one.file, "student": one.student, "reason": one.reason} for one in left]
    file = download / LEFT_FILE
    if records:
        write_records(file, ("file", "student", "reason"), records)
    else:
        file.unlink(missing_ok=True)
