"""Certificates for tests, made by the openssl command: an authority of one's own, and what it signs."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


@dataclass(frozen=True)
class Certificate:
    """A certificate, its key, and the certificate of an authority that whoever holds it believes."""

    authority: Path
    certificate: Path
    key: Path

    def options(self) -> list[str]:
        """As the commands of Dask and of the kit take them."""
        return ["--tls-ca-file", str(self.authority), "--tls-cert", str(self.certificate), "--tls-key", str(self.key)]


class Authority:
    """Signs certificates; as many of them as there are do not believe each other."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.file, self._key = folder / f"{name}.pem", folder / f"{name}.key"
        folder.mkdir(parents=True, exist_ok=True)
        self._openssl("req", "-x509", *KEY, "-keyout", self._key, "-out", self.file, "-subj", f"/CN={name}")

    def certificate(self, name: str) -> Certificate:
        """A new one, with its key."""
        request, signed, key = (self._folder / f"{name}.{end}" for end in ("csr", "pem", "key"))
        self._openssl("req", *KEY, "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self._openssl(
            "x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self._key, "-CAcreateserial", "-out", signed
        )
        return Certificate(self.file, signed, key)

    def _openssl(self, *arguments: str | Path) -> None:
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, cwd=self._folder)
