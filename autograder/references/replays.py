"""The paths that students' checks show, which on the trusted side also tell those of fitted values and of pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from autograder.course.course import Course
from autograder.references.expected_file import shipped_paths
from labkit.judging.key import Finding, Key
from labkit.judging.paths.known_paths import KnownPaths, Path, Point

if TYPE_CHECKING:
    from reference.keys.replayed_paths import ReplayedPaths
    from reference.lab_files.reference import Reference
    from reference.recipes.data import LineData


def with_replays(
    course: Course, reference: Reference, published: Callable[[], Iterable[Key]]
) -> tuple[KnownPaths, ...]:
    """The paths that ship; of a lab that is replayed by a recipe those of any mistakes and values are told as well.

    Args:
        published: gives the keys of the published setting, which hold its data; asked for when a path is
    """
    shipped = shipped_paths(course, reference.lab.name)
    if reference.lab.recipe is None:
        return shipped

    @cache
    def replays() -> ReplayedPaths:
        from reference.keys.replayed_paths import ReplayedPaths

        data = published_data(published())
        return ReplayedPaths(reference.lab, reference.lab.data(reference.lab.published) if data is None else data)

    def path(findings: tuple[Finding, ...], end: Point) -> Path | None:
        return replays().path(findings, end)

    return tuple(replace(known, replay=path) for known in shipped)


def published_data(keys: Iterable[Key]) -> LineData | None:
    """The data that grading keys of a recipe hold; drawing them anew takes torch."""
    from reference.keys.grading_key import GradingKey

    return next((key.data for key in keys if isinstance(key, GradingKey) and key.data), None)
