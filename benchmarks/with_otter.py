"""Grades notebooks with otter-grader in one process, one after the other: run by a Python that has it.

    python benchmarks/with_otter.py FOLDER

FOLDER holds notebooks to grade, `tests/` with otter's tests, and what the notebooks import. `grade_notebook` is the
fastest way that otter has: no container, no archive, no PDF; a kernel for each notebook. Prints the scores as JSON.
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    from otter.execute import grade_notebook

    folder = Path(sys.argv[1]).resolve()
    os.chdir(folder)
    tests = sorted(str(path) for path in (folder / "tests").glob("*.py"))
    scores = {}
    for path in sorted(folder.glob("*.ipynb")):
        results = grade_notebook(
            str(path), tests_glob=tests, test_dir="tests", cwd=str(folder), force_python3_kernel=False
        )
        scores[path.stem] = [results.total, results.possible]
    (folder / "scores.json").write_text(json.dumps(scores))
    print(json.dumps(scores))


if __name__ == "__main__":
    main()
