"""What the kit changes in nbgrader, for a course's nbgrader_config.py: ``configure``."""

from autograder.nbgrader_plugin.configuring import configure

__all__ = ["configure"]
