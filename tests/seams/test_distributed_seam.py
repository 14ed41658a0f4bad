"""What the kit uses of `dask.distributed`, and what to do where it is no longer so."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

SCRIPT = """
import asyncio, json, tempfile, time
from pathlib import Path
from distributed import Scheduler
from autograder.seams import distributed as seam

def twice(data):
    return data * 2

async def main():
    seam.quiet()
    told = {}
    scheduler = Scheduler(host="127.0.0.1", port=0, dashboard=False)
    async with scheduler:
        folder = Path(tempfile.mkdtemp())
        async with seam.worker(scheduler.address, 1, {"has": 1.0}, {"words": ["a", "b"]}, folder, None):
            client = await asyncio.to_thread(seam.connect, scheduler.address, None)
            told["status"] = client.status
            told["address"] = seam.address_of(client) == scheduler.address
            name, workers = await asyncio.to_thread(seam.workers, client)
            (there,) = workers.values()
            told["offer"] = there.get(seam.OFFER)
            told["name"] = name == scheduler.id
            future = seam.submit(client, twice, b"ab", "has", "key-1")
            told["result"] = (await asyncio.to_thread(future.result, 60)).decode()
            told["finished"] = future.status == seam.FINISHED
            bad = seam.submit(client, twice, None, "has", "key-2")
            told["exception"] = type(await asyncio.to_thread(bad.exception, 60)).__name__
            told["failed"] = bad.status == seam.FAILED
            waits = seam.submit(client, twice, b"ab", "has not", "key-3")
            await asyncio.sleep(1)
            told["waits"] = waits.status
    until = time.monotonic() + 60
    while waits.status == "pending" and time.monotonic() < until:
        await asyncio.sleep(0.1)
    told["lost"] = waits.status
    told["disconnected"] = client.status
    print(json.dumps(told))

asyncio.run(main())
import os
os._exit(0)
"""


@pytest.fixture(scope="module")
def told() -> Any:
    """What a scheduler, a worker and a client of one process of their own show."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", SCRIPT], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_worker_tells_the_scheduler_what_it_offers(told: Any) -> None:
    assert told["offer"] == {"words": ["a", "b"]}, "offers no longer reach clients by startup_information"


def test_a_scheduler_has_a_name_of_its_own_by_which_another_is_known_for_another(told: Any) -> None:
    assert told["name"] is True


def test_a_worker_with_the_resource_runs_what_asks_for_it_and_no_other_does(told: Any) -> None:
    assert (told["result"], told["finished"]) == ("abab", True)
    assert told["waits"] == "pending", "refused workers get notebooks: resources are ignored"


def test_what_a_function_raises_comes_back(told: Any) -> None:
    assert (told["exception"], told["failed"]) == ("TypeError", True)


def test_what_was_under_way_is_known_to_be_lost_with_the_scheduler(told: Any) -> None:
    assert told["status"] == "running"
    assert told["address"] is True
    assert told["lost"] in ("cancelled", "lost"), "a lost future is not recognised: gradings would wait for ever"
    assert told["disconnected"] != "running"
