"""Marks in the files that learning platforms and spreadsheets take, for ``nbgrader export``."""
