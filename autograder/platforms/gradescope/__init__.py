"""A lab as an autograder for Gradescope: the zip, and what runs in it."""
