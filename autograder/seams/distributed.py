"""What the kit uses of `dask.distributed`: one client, workers with what they offer, and the state of a future.

An extra of the kit: `pip install "graded-descent[cluster]"`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ssl import SSLContext

    from distributed import Client, Future, Worker
    from distributed.security import Security

FINISHED, FAILED = "finished", "error"
RUNNING = "running"
"""The status of a client that is connected."""
OFFER = "descent"
"""Under which name a worker tells the scheduler what it offers."""
LOST = (CancelledError, TimeoutError, OSError)
"""Raised for a result that went with its worker or its scheduler."""
CONNECT_SECONDS = 30


def quiet() -> None:
    """Keep Dask's own log to errors.

    Raises:
        ImportError: where Dask is not installed.
    """
    import distributed  # noqa: F401

    logging.getLogger("distributed").setLevel(logging.ERROR)


def security(authority: Path, certificate: Path, key: Path) -> Security:
    """Encryption as Dask offers it."""
    from distributed.security import Security

    return Security(  # type: ignore[no-untyped-call]
        tls_ca_file=str(authority),
        tls_client_cert=str(certificate),
        tls_client_key=str(key),
        tls_worker_cert=str(certificate),
        tls_worker_key=str(key),
        require_encryption=True,
    )


def tls_context(safety: Security | None) -> SSLContext | None:
    """How this machine connects by TLS, by Dask's configuration where `safety` is None; None where it cannot.

    Raises:
        OSError: where a file cannot be used as what it is named for.
    """
    from distributed.security import Security

    found = safety or Security()  # type: ignore[no-untyped-call]
    context: SSLContext | None = found.get_connection_args("client")["ssl_context"]  # type: ignore[no-untyped-call]
    return context


def must_encrypt(safety: Security | None) -> bool:
    """Whether Dask refuses connections that are not encrypted."""
    from distributed.security import Security

    return bool((safety or Security()).require_encryption)  # type: ignore[no-untyped-call]


def private_files(safety: Security | None) -> tuple[Path, ...]:
    """Keys and certificates of this machine, and where Dask's configuration lies, which may hold passwords."""
    from dask.config import paths
    from distributed.security import Security

    told = (safety or Security()).get_tls_config_for_role("worker")  # type: ignore[no-untyped-call]
    named = [str(told[name]) for name in ("key", "cert") if told.get(name)]
    return tuple(Path(name) for name in (*named, *paths) if "\n" not in name and Path(name).exists())


def address(scheduler: str) -> str:
    """A scheduler's address with its protocol, also out of a scheduler file; empty where that holds none."""
    if Path(scheduler).is_file():
        with suppress(OSError, ValueError, TypeError, KeyError):
            return str(json.loads(Path(scheduler).read_text())["address"])
        return ""
    return scheduler if "://" in scheduler else f"tcp://{scheduler}"


def connect(scheduler: str, safety: Security | None) -> Client:
    """A client of the scheduler at an address or, for a path, in a scheduler file.

    Raises:
        OSError: where none answers.
    """
    from distributed import Client

    place: dict[str, Any] = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    return Client(  # type: ignore[no-untyped-call]
        **place, security=safety, timeout=CONNECT_SECONDS, set_as_default=False, name="descent-grade"
    )


def address_of(client: Client) -> str:
    """Where its scheduler is."""
    return str(client.scheduler.address)  # type: ignore[union-attr]


def workers(client: Client) -> tuple[str, dict[str, Any]]:
    """The scheduler's own name, new whenever it is started, and what each worker's registration said, by its address.

    Raises:
        OSError: where the connection is lost.
    """
    told = client.scheduler_info(n_workers=-1)
    return str(told["id"]), dict(told["workers"])


def submit(client: Client, function: Callable[[bytes], bytes], data: bytes, resource: str, key: str) -> Future[bytes]:
    """Have a worker with a resource run a function."""
    return client.submit(function, data, resources={resource: 1}, key=key, pure=False)


def worker(
    scheduler: str,
    jobs: int,
    resources: Mapping[str, float],
    offer: Mapping[str, Any],
    folder: Path,
    safety: Any,
    name: str | None = None,
) -> Worker:
    """A worker, not yet started, that tells the scheduler what it offers; without a name it has its address."""
    from distributed import Worker

    place: dict[str, Any] = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"scheduler_ip": scheduler}
    return Worker(
        **place,
        name=name,
        nthreads=jobs,
        resources=dict(resources),
        startup_information={OFFER: lambda _: dict(offer)},
        local_directory=str(folder),
        death_timeout=CONNECT_SECONDS,
        security=safety,
        memory_limit=0,  # the sandbox bounds what each run may take
        dashboard=False,
    )
