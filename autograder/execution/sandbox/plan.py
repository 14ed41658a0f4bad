"""What to isolate and how far: plain frozen data that travels as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

LOWEST_RUN_UID = 1000
"""No run is given a uid below this one: they belong to the system on every common distribution."""

MIB = 1024 * 1024


@dataclass(frozen=True)
class Layers:
    """What a machine offers, or what a run uses of it."""

    namespaces: bool = False
    """Own pid, mount, network, ipc and uts namespaces, with a private root folder."""
    user_namespace: bool = False
    """The namespaces come by way of a user namespace (an ordinary user's only way)."""
    landlock: int = 0
    """Landlock's ABI version, 0 where there is none."""
    landlock_signal_scope: bool = False
    """Landlock keeps signals inside the run (ABI 6)."""
    seccomp: bool = False
    """A filter on system calls."""
    uid_per_run: bool = False
    """Each run can have an unprivileged uid that nobody else has (only where started as root)."""
    rlimits: bool = False
    """Limits of the kernel on memory, processes, files and CPU time."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one run.

    The runner enforces the two wall times of cell and notebook; the supervisor ends a run that outlives the notebook's
    by `GRACE_SECONDS`.
    """

    wall_seconds_per_cell: float = 120.0
    """Long, so that a busy machine costs nobody points; what only computes is stopped by its processor time."""
    wall_seconds_per_notebook: float = 600.0
    cpu_seconds_per_cell: float = 30.0
    """Processor time of the notebook's own process in one cell."""
    cpu_seconds: int = 300
    """CPU time of all processes together."""
    memory_bytes: int = 2048 * MIB
    """Address space of each process, beyond what the warm process has when it is forked."""
    processes: int = 64
    """Processes and threads beside the first one."""
    file_bytes: int = 128 * MIB
    """Largest file that can be written."""
    scratch_bytes: int = 256 * MIB
    """All files together: the scratch folder, and where namespaces exist /tmp and /dev/shm too."""
    scratch_files: int = 20_000
    """Number of files and folders in them."""
    open_files: int = 256
    """Descriptors of each process."""
    output_bytes: int = 16 * MIB
    """What a run may send to the trusted side; counted there."""


GRACE_SECONDS = 10.0
"""How long after the notebook's wall time the supervisor ends a run that the trusted side has not ended."""


@dataclass(frozen=True)
class Confinement:
    """One run's isolation, complete."""

    layers: Layers
    """The layers that this run uses: what `probe()` found, or less."""
    readable: tuple[str, ...]
    """Absolute paths of files and folders that the run can read; nothing else of the disk is seen."""
    scratch: str
    """Absolute path of the only folder that the run can write, and its working folder. With namespaces it is
    made in memory inside the private root; without, on the disk, where its parent must exist and, with a uid
    per run, let others through (mode 0711). It must not exist before and is gone after the run."""
    hidden: tuple[str, ...] = ()
    """Absolute paths below readable ones that the run must not be able to read all the same."""
    limits: Limits = Limits()
    listed: tuple[str, ...] = ()
    """Absolute paths of readable folders with something hidden in them whose names can be listed all the same, as
    imports need. Without namespaces that goes for all folders below them, too."""
    uid: int | None = None
    """The run's own uid and gid; it and `uid + 1` belong to this run alone. None keeps the caller's."""

    def __post_init__(self) -> None:
        for path in (*self.readable, *self.hidden, self.scratch):
            if not path.startswith("/") or path == "/":
                raise ValueError(f"a confinement needs absolute paths below the root folder, not {path!r}")
        if self.uid is not None and self.uid < LOWEST_RUN_UID:
            raise ValueError(f"uid {self.uid} may belong to the system; a run's uid is {LOWEST_RUN_UID} or more")

    def for_run(self, scratch: str, uid: int | None) -> Confinement:
        """The same isolation for another run."""
        return replace(self, scratch=scratch, uid=uid)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Confinement:
        """What `to_json` wrote.

        Raises:
            TypeError, KeyError: for anything else.
        """
        rest = {field.name: data[field.name] for field in fields(cls) if field.name not in ("layers", "limits")}
        rest |= {name: tuple(rest[name]) for name in ("readable", "hidden", "listed")}
        return cls(layers=Layers(**data["layers"]), limits=Limits(**data["limits"]), **rest)


@dataclass(frozen=True)
class Status:
    """How a run ended, as its supervisor saw it. Every process of the run is gone when this is written."""

    end: str
    """`exited`, `signalled` (code or signal say how), `stopped` (through kill_fd), `deadline`, `scratch full`,
    `cpu time`, or `fault`: the isolation could not be set up or cleaned up, never the run's own doing."""
    started: bool = False
    """The run's work had begun."""
    code: int | None = None
    signal: int | None = None
    leftovers: int = 0
    """Processes that outlived the run's first one and were ended (counted only without pid namespace)."""
    peak_kib: int = 0
    """Most memory that the run's processes held."""
    shared_kib: int = 0
    """Of that, what the run was forked with."""
    cpu_seconds: float = 0.0
    waited_seconds: float = 0.0
    """How long the first process was ready to run while no processor was free."""
    detail: str = ""
    """For `fault`: what went wrong."""

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dumps`."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Status:
        """What `to_json` wrote."""
        return cls(**data)
