"""The few words with the kernel that the runner needs."""

import os
import subprocess
import sys

from processes import parent_of

from autograder.execution.runner import process

GATHER = """
from autograder.execution.runner.process import gather_memory
block = bytearray(range(256)) * 65_536
copy = bytes(block)
gathered = gather_memory()
rollup = open("/proc/self/smaps_rollup").read()
huge = int(rollup.partition("AnonHugePages:")[2].split()[0])
print(block == copy and (huge > 0) == (gathered > 0))
"""


def test_gathering_memory_changes_nothing_but_the_size_of_its_pages() -> None:
    done = subprocess.run([sys.executable, "-c", GATHER], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_descriptors_are_those_that_are_open() -> None:
    before = process.descriptors()
    reading, writing = os.pipe()
    assert process.descriptors() - before == {reading, writing}
    os.close(reading)
    os.close(writing)
    assert process.descriptors() == before


def test_children_are_those_that_this_process_started() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as child:
        assert child.pid in process.children()
        assert parent_of(child.pid) == os.getpid()
    assert child.pid not in process.children()
