"""Submissions as files: found, read without trust, and written as nbgrader writes graded ones."""

from autograder.submissions.beside import (
    MAX_FILE_BYTES,
    MAX_FILES,
    FilesBeside,
    files_beside,
    lab_files,
    left_out_notes,
    read_files,
    read_own_files,
)
from autograder.submissions.finding import Submission, find_submissions
from autograder.submissions.reading import MAX_NOTEBOOK_BYTES, parse_notebook, plain_notebook, read_bytes, read_notebook
from autograder.submissions.timestamps import read_timestamp
from autograder.submissions.writing import remove_graded, write_graded

__all__ = [
    "MAX_FILES",
    "MAX_FILE_BYTES",
    "MAX_NOTEBOOK_BYTES",
    "FilesBeside",
    "Submission",
    "files_beside",
    "find_submissions",
    "lab_files",
    "left_out_notes",
    "parse_notebook",
    "plain_notebook",
    "read_bytes",
    "read_files",
    "read_notebook",
    "read_own_files",
    "read_timestamp",
    "remove_graded",
    "write_graded",
]
