"""What an author wants to know of a lab before a class sees it: each file is one group of checks."""
