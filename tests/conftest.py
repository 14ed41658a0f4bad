"""What all tests share: no display, no user settings, and no test that is skipped unnoticed where CI relies on it."""

import os

os.environ["MPLBACKEND"] = "agg"
os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
os.environ.pop("VIRTUAL_ENV", None)  # of a shell that started the tests; IPython warns where it is another one

import pytest

_skipped: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember every skipped test."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: it relies on every one of them."""
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("CI") and _skipped and not is_worker:
        print(f"\nSkipped, which CI does not accept: {', '.join(_skipped)}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
