import sys
from dataclasses import replace
from pathlib import Path

from autograder.execution.runtime import Runtime, ask
from autograder.execution.sandbox.readable import is_below

CHECKOUT = Path(__file__).parents[3]


def test_the_kit_is_hidden_and_an_environment_inside_its_checkout_is_not(tmp_path: Path) -> None:

    inside = replace(ask(sys.executable), prefixes=(str(CHECKOUT / ".venv"),))
    hidden = Runtime(tmp_path, inside).hidden()
    assert not is_below(str(CHECKOUT / ".venv"), hidden)
    for name in ("reference", "autograder", "source", "benchmarks", "tests"):
        assert is_below(str(CHECKOUT / name), hidden)
