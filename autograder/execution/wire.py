"""Messages between the grader and the processes that run notebooks: length-prefixed JSON, never pickle.

Both sides use this file. The grader reads with bounds, because whatever runs a notebook may write anything.
"""

import json
import os
import struct
from collections.abc import Iterator, Mapping
from typing import Any

HEADER = struct.Struct("!I")
MAX_NODES = 500_000
"""Most commas, brackets and braces in one message: what is parsed needs memory for each of them."""


# Made once: student code may have replaced what `json` would look up.
_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


class Malformed(ValueError):  # noqa: N818 - it says what a message is
    """What came through a channel is no message."""


def encoded(message: Mapping[str, Any]) -> bytes:
    """A message as bytes with its length in front.

    Raises:
        ValueError: for numbers that JSON does not know.
    """
    body = _encode(message).encode()
    return HEADER.pack(len(body)) + body


def decoded(body: bytes) -> dict[str, Any]:
    """The message in `body`.

    Raises:
        Malformed: for anything but one JSON object of bounded size and depth.
    """
    if body.count(b",") + body.count(b"[") + body.count(b"{") > MAX_NODES:
        raise Malformed("a message has too many parts")
    try:
        message = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"a message is no JSON: {type(error).__name__}") from error
    if not isinstance(message, dict):
        raise Malformed("a message is no JSON object")
    return message


def _refuse(constant: str) -> float:
    raise Malformed(f"a message holds {constant}")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, however little the descriptor takes at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


class Reader:
    """Takes bytes apart into messages; lets no more than `limit` bytes and `messages` messages pass in all."""

    def __init__(self, limit: int, messages: int) -> None:
        self._limit = limit
        self._messages = messages
        self._seen = 0
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[dict[str, Any]]:
        """The messages that `data` completes.

        What comes before that is yielded first: it still counts.

        Raises:
            Malformed: for what is no message.
            TooMuch: beyond the limits.
        """
        self._seen += len(data)
        if self._seen > self._limit:
            raise TooMuch(f"more than {self._limit} bytes came back")
        self._buffer += data
        while (body := self._next()) is not None:
            self._messages -= 1
            if self._messages < 0:
                raise TooMuch("more messages came back than a run has to send")
            yield decoded(body)

    def _next(self) -> bytes | None:
        if len(self._buffer) < HEADER.size:
            return None
        (length,) = HEADER.unpack_from(self._buffer)
        if length > self._limit:
            raise Malformed(f"a message claims {length} bytes")
        if len(self._buffer) < HEADER.size + length:
            return None
        body = bytes(self._buffer[HEADER.size : HEADER.size + length])
        del self._buffer[: HEADER.size + length]
        return body


class TooMuch(Exception):  # noqa: N818 - what it says is what happened
    """More came through a channel than its limit allows."""
