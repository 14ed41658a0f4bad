"""Grading: runs planned, evidence kept and judged by the lab's keys, results recorded."""
