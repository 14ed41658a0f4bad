"""Submissions as Canvas and Moodle deliver them, for ``nbgrader zip_collect``: unpacked, matched, renamed, listed."""
