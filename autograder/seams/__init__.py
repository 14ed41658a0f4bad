"""Seams: everything that the kit uses of a library and that the library does not promise to keep.

One module per library, called after it. Each use says what is used, why no public way serves, and what breaks when it
changes; tests/seams holds a test for each, and pyproject.toml an upper bound for the library. What runs beside student
code has seams of its own, as it imports nothing of this package: `autograder.execution.runner.ipython_seam`,
`matplotlib_seam` and `torch_seam`, and for labkit `labkit.evidence.ipython_seam` and `matplotlib_seam`.
"""
