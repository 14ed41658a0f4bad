"""Jobs that come while others run."""

from __future__ import annotations

import select
import threading

from small_jobs import QUICK, student

from autograder.execution.executor import Executor
from autograder.execution.feed import Feed
from autograder.execution.job import Job


def job(name: str) -> Job:
    return Job(name, student("1"), limits=QUICK)


def ready(feed: Feed) -> bool:
    return bool(select.select([feed], [], [], 0)[0])


def test_a_feed_never_waits_and_says_when_there_is_something() -> None:
    feed = Feed()
    assert not ready(feed)
    assert next(feed) is None
    feed.put(job("a"))
    feed.put(job("b"))
    assert ready(feed)
    first, second = next(feed), next(feed)
    assert [one.name for one in (first, second) if one] == ["a", "b"]
    assert not ready(feed)
    feed.close()
    assert ready(feed)
    assert next(feed, "over") == "over"


def test_what_was_put_before_closing_is_taken() -> None:
    feed = Feed()
    feed.put(job("a"))
    feed.close()
    assert [one.name for one in feed if one] == ["a"]


def test_an_executor_runs_what_comes_until_the_feed_is_closed(isolated: Executor) -> None:
    feed, names = Feed(), []
    feed.put(job("first"))
    taken = threading.Event()

    def go_on() -> None:
        assert taken.wait(60)
        feed.put(job("second"))
        feed.close()

    later = threading.Thread(target=go_on)
    later.start()
    for position, run in isolated.run(feed):
        names.append(position)
        taken.set()
        assert run.end == "finished"
    later.join()
    assert names == [0, 1]
