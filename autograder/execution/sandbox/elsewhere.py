"""Asking questions that need forks and irrevocable changes in a fresh, single-threaded interpreter.

The process that wants to know may have threads, from which nothing should be forked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
SECONDS = 60
START = (
    "import sys, json, importlib; sys.path.append(sys.argv[1]);"
    "answers = importlib.import_module(sys.argv[2] + '.answers');"
    "print(json.dumps(getattr(answers, sys.argv[3])(*json.load(sys.stdin))))"
)


def ask(question: str, *details: Any) -> Any:
    """The answer of the function of this name in `answers`; details and answer are plain JSON data.

    Raises:
        RuntimeError: with the interpreter's last words where it fails.
    """
    command = [sys.executable, "-I", "-S", "-c", START, str(PACKAGE.parent), PACKAGE.name, question]
    done = subprocess.run(command, input=json.dumps(details), capture_output=True, text=True, timeout=SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"asking this machine for its {question} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout)
