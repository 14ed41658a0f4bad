"""Branches of a notebook that is being run: copies of its process that go on from one place, each with other cells."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from .. import wire
from . import process

Message = Mapping[str, Any]
Work = Callable[[Callable[[Message], None]], str]
"""Runs cells, hands over a message for each, and returns how it ended."""
READ_AT_ONCE = 1 << 20
MOST_BYTES = 256 << 20
"""What the cells of one branch may report."""


def branched(work: Work, cells: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a copy of this process reports of its work on `cells`, and how it ended.

    Whatever the copy does, this process stays as it was; an exception here, such as a limit of time, ends the copy.

    Raises:
        RuntimeError: where this process cannot be copied, because it has threads.
        Malformed: for a report that is none.
        TooMuch: for one beyond all bounds.
    """
    reading, writing = os.pipe()
    pid = process.fork()
    if pid == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    reader = wire.Reader(MOST_BYTES, 2 * len(cells) + 1)
    messages: list[dict[str, Any]] = []
    try:
        while data := os.read(reading, READ_AT_ONCE):
            messages += reader.feed(data)
            if messages and messages[-1].get("type") == "end":
                break  # what the copy started may hold the pipe for longer
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        _, status = os.waitpid(pid, 0)
    return _told(messages, cells, os.waitstatus_to_exitcode(status))


def _work(work: Work, channel: int) -> None:
    try:
        end = work(lambda message: wire.write_all(channel, wire.encoded(message)))
        wire.write_all(channel, wire.encoded({"type": "end", "end": end}))
    finally:
        os._exit(0)


def _told(messages: list[dict[str, Any]], cells: Sequence[Mapping[str, Any]], code: int) -> dict[str, Any]:
    """The reports of the cells, evidence by the task that it is for, and the end in a word or a sentence."""
    reports = [message for message in messages if message.get("type") == "cell"]
    ends = [message["end"] for message in messages if message.get("type") == "end"]
    killed = f"the process ended by signal {-code}" if code < 0 else f"the process ended itself with exit code {code}"
    evidence = {
        cells[report["cell"]]["task"]["name"]: report.pop("evidence") for report in reports if "evidence" in report
    }
    return {"cells": reports, "evidence": evidence, "end": ends[0] if ends else killed}
