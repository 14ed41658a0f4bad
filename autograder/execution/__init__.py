"""Execution: notebooks run apart from all else, each in a process of its own; plain data in, plain data out."""
