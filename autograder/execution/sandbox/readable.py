"""Which parts of the disk a run needs to read, and how they are reached through symbolic links."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    # torch asks for the processors through these two, and complains on stderr without them.
    "/sys/devices/system/cpu",
)
"""What programs take for granted; no secrets of a course or of the machine lie there."""


@dataclass(frozen=True)
class Places:
    """Real paths, none below another, and the links by which the asked ones are reached."""

    real: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    """Each link's path and its target as it stands in the link."""


def runtime_paths(*more: str) -> tuple[str, ...]:
    """The readable paths for code run by this interpreter: system, Python, its packages, and `more`."""
    wanted = (*SYSTEM, sys.base_prefix, sys.prefix, *more)
    return tuple(dict.fromkeys(path for path in wanted if os.path.lexists(path)))


def places(paths: Iterable[str]) -> Places:
    """Resolves paths.

    Raises:
        FileNotFoundError: naming a path that does not exist.
    """
    links: dict[str, str] = {}
    real = [_follow(os.path.normpath(path), links) for path in paths]
    for path in real:
        if not os.path.lexists(path):
            raise FileNotFoundError(f"{path} is to be readable for student code but does not exist")
    tops = outermost(real)
    return Places(tops, tuple((link, target) for link, target in links.items() if not is_below(link, tops)))


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that do not lie below another one, sorted."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not is_below(path, kept):
            kept.append(path)
    return tuple(kept)


def is_below(path: str, tops: Sequence[str]) -> bool:
    """Whether the path is one of these or lies below one."""
    return any(path == top or path.startswith(top + "/") for top in tops)


def _follow(path: str, links: dict[str, str]) -> str:
    """The real path; collects every link on the way, also those that an ancestor goes through."""
    done = ""
    rest = path.strip("/").split("/")
    while rest:
        done += "/" + rest.pop(0)
        if os.path.islink(done) and done not in links:
            links[done] = os.readlink(done)
        if done in links:
            joined = os.path.normpath(os.path.join(os.path.dirname(done), links[done], *rest))
            return _follow(joined, links) if len(links) < 100 else os.path.realpath(path)
    return done
