"""What many a grading script does with a student's folder. It says what happens to it, and nothing where all is well.

Bounded in memory and file size, so that what it falls for harms nobody.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from datetime import datetime
from pathlib import Path

LARGEST = 64 * 1024 * 1024


def main(submitted: Path, copied: Path, name: str, mark: Path, others: str) -> str:
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    folders = [path for path in submitted.glob("*") if path.is_dir()]
    for student in folders:
        (folder,) = student.iterdir()
        written = grade(folder, copied / student.name, name)
        text = (written / name).read_text(encoding="utf-8")
        if any(word in text for word in others.split("|")):
            return "grades somebody else's work as the student's own"
        for path in written.rglob("*"):
            if path.is_file() and mark.read_bytes() in path.read_bytes():
                return "copies a file of somebody else"
    if sum(path.stat().st_size for path in copied.rglob("*") if path.is_file()) > 100_000_000:
        return "copies more than 100 MB"
    said = [str(path) for path in submitted.rglob("*")]
    "".join(said).encode()
    if not all(line.isprintable() for line in said):
        return "writes control characters to the terminal"
    return ""


def grade(folder: Path, target: Path, name: str) -> Path:
    notebook = json.loads((folder / name).read_text(encoding="utf-8"))
    cells = notebook["cells"]
    if len(cells) > 1000:
        raise RuntimeError(f"{len(cells)} cells to run")
    for cell in cells:
        "".join(cell["source"]).encode()
        cell["metadata"].get("nbgrader", {}).get("grade_id")
        hash(cell["metadata"].get("nbgrader", {}).get("grade_id"))
        for bundle in (cell.get("attachments") or {}).values():
            dict(bundle)
        if cell["cell_type"] not in ("code", "markdown", "raw"):
            raise ValueError("a cell of no kind")
    if notebook["nbformat"] != 4 or not isinstance(notebook["metadata"], dict):
        raise ValueError("a format that it does not know")
    json.dumps(notebook, ensure_ascii=False, allow_nan=False).encode()
    stamp = folder / "timestamp.txt"
    if stamp.exists():
        datetime.strptime(stamp.read_text().strip(), "%Y-%m-%d %H:%M:%S UTC")
    shutil.copytree(folder, target)
    return target


if __name__ == "__main__":
    try:
        print(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]), sys.argv[5]))
    except BaseException as error:
        print(f"ends with {type(error).__name__}")
