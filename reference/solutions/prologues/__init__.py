"""Code that runs between the locked cells of a notebook and its first answer, to make the run another equivalent one.

The text of a module is sent to where the notebook runs, after that of `walking`, and its `prepare` is called with the
notebook's names. Only `reference.solutions.runs` puts these texts together; nothing here is imported by a notebook.
"""
