"""Rows of nbgrader's gradebook."""
