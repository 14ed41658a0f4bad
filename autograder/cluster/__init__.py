"""Runs on other machines: Dask hands jobs to workers that the grader can trust, and brings back what came of them."""
