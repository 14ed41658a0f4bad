"""Pipes and payloads that the trusted side hands to the processes that run notebooks."""

import base64
import contextlib
import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from .job import Cell, Limits

PIPE_BYTES = 1 << 20
READ_AT_ONCE = 1 << 20


def payload(cells: Sequence[Cell], files: Mapping[str, bytes], limits: Limits, render: bool) -> int:
    """A descriptor from which one process reads what it is to run; nobody else ever sees it."""
    data: dict[str, Any] = {
        "cells": [cell.to_json() for cell in cells],
        "files": {name: base64.b64encode(content).decode("ascii") for name, content in files.items()},
        "limits": asdict(limits),
        "render": render,
    }
    descriptor = os.memfd_create("job", os.MFD_CLOEXEC)
    with open(descriptor, "wb", closefd=False) as file:
        file.write(json.dumps(data).encode())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def message_pipe() -> tuple[int, int]:
    """A pipe with room for most runs' messages; its reading end does not block."""
    reading, writing = os.pipe2(os.O_CLOEXEC)
    os.set_blocking(reading, False)
    with contextlib.suppress(OSError):  # an ordinary user may have too many large pipes; small ones only make runs wait
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reading, writing


def available(descriptor: int) -> bytes | None:
    """What can be read now: None for nothing yet, empty at the end."""
    try:
        return os.read(descriptor, READ_AT_ONCE)
    except BlockingIOError:
        return None
