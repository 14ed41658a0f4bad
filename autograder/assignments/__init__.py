"""Assignments as nbgrader has them: made, released, registered in the gradebook, and read from there."""
