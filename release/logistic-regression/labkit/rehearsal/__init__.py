"""What `rehearse` stands on: the cells as grading would run them, and a shell to run them in."""
