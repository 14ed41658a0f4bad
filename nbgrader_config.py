"""This folder is an nbgrader course; everything that nbgrader has a setting for can be set here."""

from autograder.nbgrader_plugin import configure

c = get_config()  # noqa: F821 (nbgrader provides it)
configure(c, __file__, course_id="gradient-descent")
