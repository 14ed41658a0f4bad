"""What a cell writes: Python's streams, and whatever else writes to the descriptors 1 and 2."""

import codecs
import fcntl
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable

Sink = Callable[[str, str], None]
"""Takes the name of a stream and text."""
READ_AT_ONCE = 65_536


class Descriptor:
    """A file in the place of descriptor 1 or 2: what libraries and child processes write is read back from it."""

    def __init__(self, number: int, name: str, sink: Sink) -> None:
        self._number = number
        self._name = name
        self._sink = sink
        self._read = 0
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        with tempfile.TemporaryFile(buffering=0) as file:
            # Several processes may write: each one at the end.
            fcntl.fcntl(file.fileno(), fcntl.F_SETFL, os.O_APPEND | os.O_RDWR)
            os.dup2(file.fileno(), number)

    def drain(self, most: int) -> None:
        """Hand over what was written since the last time, `most` bytes of it; the rest is skipped."""
        try:
            size = os.fstat(self._number).st_size
            if size == self._read:
                return
            data = os.pread(self._number, max(0, min(size - self._read, most)), self._read)
        except OSError:  # student code may have closed it
            return
        self._read = size
        self._sink(self._name, self._decode(data))

    def empty(self) -> None:
        """Give the space back, for the next cell."""
        try:
            os.ftruncate(self._number, 0)
        except OSError:
            return
        self._read = 0


class Stream(io.TextIOBase):
    """Stands in for `sys.stdout` or `sys.stderr`."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, number: int, name: str, sink: Sink, descriptor: Descriptor) -> None:
        self._number = number
        self._sink = sink
        self._descriptor = descriptor
        self._owner = os.getpid()
        self.name = f"<{name}>"
        self._stream = name

    def write(self, text: str) -> int:
        """Take text; a process that student code forked writes to the descriptor, so that nothing is lost."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if os.getpid() != self._owner:
            os.write(self._number, text.encode("utf-8", "replace"))
        else:
            self._descriptor.drain(READ_AT_ONCE)
            self._sink(self._stream, text)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:  # type: ignore[override]
        """Take several texts."""
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """The descriptor beneath."""
        return self._number

    def isatty(self) -> bool:
        """Never."""
        return False

    @property
    def buffer(self) -> "Bytes":
        """Where bytes can be written."""
        return Bytes(self)


class Bytes(io.RawIOBase):
    """The bytes side of a stream."""

    def __init__(self, stream: Stream) -> None:
        self._text = stream

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take bytes of UTF-8."""
        self._text.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def writable(self) -> bool:
        """Always."""
        return True


class Capture:
    """Both streams of one process; made again after every fork, so that no two processes share a file."""

    def __init__(self, sink: Sink) -> None:
        silence = os.open(os.devnull, os.O_RDONLY)
        os.dup2(silence, 0)
        os.close(silence)
        self._descriptors = (Descriptor(1, "stdout", sink), Descriptor(2, "stderr", sink))
        self._streams = (
            Stream(1, "stdout", sink, self._descriptors[0]),
            Stream(2, "stderr", sink, self._descriptors[1]),
        )
        self.install()

    def install(self) -> None:
        """Put the streams into `sys`, where student code may have put others."""
        sys.stdout, sys.stderr = self._streams
        sys.__stdout__, sys.__stderr__ = self._streams  # type: ignore[misc, assignment]

    def finish_cell(self, most: int) -> None:
        """Hand over all that the cell wrote to the descriptors."""
        for descriptor in self._descriptors:
            descriptor.drain(most)
            descriptor.empty()
