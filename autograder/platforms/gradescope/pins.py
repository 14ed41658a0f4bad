"""The packages that the kit needs, at the versions that are installed here: a lock for another machine."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from autograder.shared.errors import CourseError

KIT = "graded-descent"
FOR_GRAPHICS_CARDS = ("nvidia-", "cuda-", "triton")
"""What some builds of torch need and others do not: pip adds it there, with the version that torch asks for."""


def pins() -> tuple[str, ...]:
    """``name==version`` of all that the kit needs, sorted; builds such as ``+cpu`` are left to pip.

    Raises:
        CourseError: if a package is not installed here.
    """
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = list(_needed(_installed(KIT), ""))
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or name.startswith(FOR_GRAPHICS_CARDS):
            continue
        seen.add((name, extra))
        package = _installed(name)
        found[name] = package.version.split("+")[0]
        waiting += _needed(package, extra)
    return tuple(f"{name}=={version}" for name, version in sorted(found.items()))


def _needed(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """Name and extra of each package that this one needs on this machine; without extra the extra is empty."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    for line in package.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            for each in ("", *sorted(wanted.extras)):
                yield canonicalize_name(wanted.name), each


def _installed(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        remedy = "Install graded-descent with pip, with all that it needs."
        raise CourseError(name, "this package is not installed here", remedy) from error
