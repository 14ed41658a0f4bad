"""Judging: evidence compared with a key, what went wrong named, and the words for it."""
