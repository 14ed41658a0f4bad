"""What is said of a graded notebook in few words: on its feedback page, to its grader, and on other platforms."""
