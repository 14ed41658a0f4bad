"""What an answer does, read off its syntax tree: what trains, what records, with which values, from which start."""

from reference.solutions.reading.answer import Reading, read_answer

__all__ = ["Reading", "read_answer"]
