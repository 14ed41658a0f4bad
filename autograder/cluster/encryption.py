"""TLS between grader, scheduler and workers: what does not fit is found before Dask, which says only that it failed."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from autograder.seams import distributed
from autograder.shared.errors import CourseError

SECONDS = 5.0
"""How long a scheduler may take to answer here; one that takes longer is asked by Dask, which waits for longer."""
DASKS_PORT = 8786
"""Where an address names none."""
OPTIONS = ("--tls-ca-file", "--tls-cert", "--tls-key")
NOT_ENCRYPTED = "The connection to {} is not encrypted: use a network that you trust, or Dask's TLS."
TOGETHER = f"Give all three, {', '.join(OPTIONS)}, and an address that begins with tls://."


def encryption(authority: Path | None, certificate: Path | None, key: Path | None) -> Any:
    """What Dask needs of the three options; None, where none is given, leaves it to Dask's own configuration.

    Raises:
        CourseError: where one of them is missing, or a file cannot be used.
    """
    given = dict(zip(OPTIONS, (authority, certificate, key), strict=True))
    if authority is None and certificate is None and key is None:
        return None
    if authority is None or certificate is None or key is None:
        missing = next(name for name, file in given.items() if file is None)
        raise CourseError(missing, "it is missing, and the three options of TLS go together", TOGETHER)
    for name, file in given.items():
        try:
            Path(str(file)).read_bytes()
        except OSError as error:
            raise CourseError(name, f"{file} cannot be read ({error.strerror})", "Name a PEM file.") from error
    safety = distributed.security(authority, certificate, key)
    try:
        distributed.tls_context(safety)
    except (OSError, ValueError) as error:
        remedy = "Name PEM files, and the key that belongs to the certificate."
        raise CourseError(OPTIONS[1], f"these files are no certificates with their key ({error})", remedy) from error
    return safety


def agree(scheduler: str, safety: Any) -> None:
    """Make sure that a scheduler takes this machine's certificate and this machine its; or that neither needs one.

    Says nothing about a scheduler that does not answer.

    Raises:
        CourseError: where the two do not fit.
    """
    address = distributed.address(scheduler)
    kind, place = urlsplit(address).scheme, urlsplit(address)
    if kind not in ("tcp", "tls"):
        return
    context = distributed.tls_context(safety) if kind == "tls" else None
    if kind == "tls" and context is None:
        raise CourseError(address, "tls:// needs certificates, and none is given", TOGETHER)
    if kind == "tcp" and distributed.must_encrypt(safety):
        raise CourseError(address, "tcp:// is not encrypted, and certificates are given", TOGETHER)
    where = (place.hostname or "", place.port or DASKS_PORT)
    if misfit := _plainly(where) if context is None else _by_tls(where, context):
        raise CourseError(address, *misfit)


def _by_tls(where: tuple[str, int], context: ssl.SSLContext) -> tuple[str, str] | None:
    """What is wrong and what to do about it, as all functions here say it; None where nothing is found."""
    try:
        with socket.create_connection(where, SECONDS) as plain, context.wrap_socket(plain) as encrypted:
            encrypted.recv(1)  # a certificate of ours that is refused is refused after the handshake
    except ssl.SSLCertVerificationError as error:
        what = f"its certificate is not by the authority that {OPTIONS[0]} names ({error.verify_message})"
        return what, f"Give {OPTIONS[0]} the authority that signed the scheduler's certificate."
    except ssl.SSLError as error:
        return _told_by(error)
    except OSError:
        return None
    return None


def _told_by(error: ssl.SSLError) -> tuple[str, str] | None:
    reason = str(error.reason).replace("_", " ").lower()
    if "alert" in reason:
        what = f"the scheduler refuses the certificate that {OPTIONS[1]} names ({reason})"
        return what, "Have it signed by the authority that the scheduler's own --tls-ca-file names."
    if "wrong version" in reason:
        what = "no TLS is spoken there"
        return what, "Start the scheduler with --protocol tls and its certificates, or use tcp:// without any."
    return None


def _plainly(where: tuple[str, int]) -> tuple[str, str] | None:
    """A Dask scheduler speaks first, unless it waits for the beginning of TLS."""
    hello = ssl.create_default_context()
    hello.check_hostname, hello.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(where, SECONDS) as plain:
            with suppress(TimeoutError):
                plain.recv(1)
                return None
            with hello.wrap_socket(plain):
                return "the scheduler there takes only what is encrypted by TLS", TOGETHER
    except OSError:
        return None
