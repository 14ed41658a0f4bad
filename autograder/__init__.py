"""How work is judged: courses, submissions, execution, grading, and what is made of the results."""

from autograder.former_names import find_former_names

find_former_names()
