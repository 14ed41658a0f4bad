"""What the kit uses of `dask.distributed`: one client, workers with what they offer, and the state of a future.

An extra of the kit: `pip install "graded-descent[cluster]"`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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


def security(ca_file: Path | None, certificate: Path | None, key: Path | None) -> Security | None:
    """Encryption as Dask offers it; None leaves it to Dask's own configuration."""
    from distributed.security import Security

    if not (ca_file or certificate or key):
        return None
    names = {name: str(path) for name, path in (("ca", ca_file), ("certificate", certificate), ("key", key)) if path}
    return Security(  # type: ignore[no-untyped-call]
        tls_ca_file=names.get("ca"),
        tls_client_cert=names.get("certificate"),
        tls_client_key=names.get("key"),
        tls_worker_cert=names.get("certificate"),
        tls_worker_key=names.get("key"),
        require_encryption=True,
    )


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


def workers(client: Client) -> dict[str, Any]:
    """What each worker's registration said, by its address.

    Raises:
        OSError: where the connection is lost.
    """
    return dict(client.scheduler_info(n_workers=-1)["workers"])


def submit(client: Client, function: Callable[[bytes], bytes], data: bytes, resource: str, key: str) -> Future[bytes]:
    """Have a worker with a resource run a function."""
    return client.submit(function, data, resources={resource: 1}, key=key, pure=False)


def worker(
    scheduler: str, jobs: int, resources: Mapping[str, float], offer: Mapping[str, Any], folder: Path, safety: Any
) -> Worker:
    """A worker, not yet started, that tells the scheduler what it offers."""
    from distributed import Worker

    place: dict[str, Any] = {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"scheduler_ip": scheduler}
    return Worker(
        **place,
        nthreads=jobs,
        resources=dict(resources),
        startup_information={OFFER: lambda _: dict(offer)},
        local_directory=str(folder),
        death_timeout=CONNECT_SECONDS,
        security=safety,
        memory_limit=0,  # the sandbox bounds what each run may take
        dashboard=False,
    )
