"""Two workers of a cluster with all that may be attacked of them: TLS keys, Dask's settings, folders and ports."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from attack import World
from certificates import Authority, Certificate
from clusters import Cluster, cluster
from hostile_class import MARK


@dataclass(frozen=True)
class WorldWithWorkers(World):
    """A world in which runs go on on workers."""

    worker: Path
    """The working folder of one; what it wrote to its terminal lies in the file `log`."""
    settings: Path
    """Dask's configuration."""
    key: Path
    """Of the workers' certificate. It lies where runs may read, as far as the tests may write there."""
    process: int
    listening: int
    """The port of a worker."""
    scheduler: int
    """The port of the scheduler."""


@dataclass(frozen=True)
class Workers:
    """Two of them, connected."""

    dask: Cluster
    grader: Certificate
    key: Path
    process: int

    @property
    def options(self) -> list[str]:
        """Of a grading on them."""
        return ["--scheduler", self.dask.address, *self.grader.options()]

    def beside(self, world: World) -> WorldWithWorkers:
        """The world with them in it."""
        folder = self.dask.folder
        return WorldWithWorkers(
            **vars(world),
            worker=folder / "one",
            settings=folder / "settings",
            key=self.key,
            process=self.process,
            listening=_listens_at(self.process),
            scheduler=self.dask.port,
        )


def _listens_at(process: int) -> int:
    connections = psutil.Process(process).net_connections("tcp")
    return next(int(one.laddr.port) for one in connections if one.status == psutil.CONN_LISTEN)


@contextmanager
def two_workers(folder: Path) -> Iterator[Workers]:
    """A scheduler with certificates, and two workers of one machine, whose key lies among Python's own files."""
    authority = Authority(folder / "authority", "ours")
    libraries = Path(sys.prefix) / "lib"
    readable = Path(tempfile.mkdtemp(prefix="hostile-key-", dir=libraries if os.access(libraries, os.W_OK) else None))
    readable.chmod(0o755)
    try:
        with cluster(folder / "machines", authority.certificate("scheduler")) as dask:
            settings, temporary = dask.folder / "settings", dask.folder / "one" / "tmp"
            settings.mkdir()
            (settings / "distributed.yaml").write_text(f"password: {MARK}\n")
            temporary.mkdir(parents=True)
            dask.environment = {"GRADER_SECRET": MARK, "DASK_CONFIG": str(settings)}
            made = authority.certificate("machine")
            key = Path(shutil.copyfile(made.key, readable / "machine.key"))
            key.chmod(0o644)
            certificate = Certificate(made.authority, made.certificate, key)
            dask.start_worker("two", *certificate.options())
            dask.environment |= {"TMPDIR": str(temporary)}
            one = dask.start_worker("one", *certificate.options())
            yield Workers(dask, authority.certificate("grader"), key, one.pid)
    finally:
        shutil.rmtree(readable)
