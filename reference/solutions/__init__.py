"""The key of any lab, from the lab's own solution: what is right, and what typical mistakes in it would leave.

In the order in which they are used: `notebook` reads a source notebook; `reading` finds in an answer cell what trains,
records and chooses; `operators` make typical mistakes in it; `mutants` gathers them, `words` explains them and `pairs`
combines them; `runs` says which runs calibrate what is right; `boxes` makes tolerances of what those left; `epochs`
trains the solution for longer, which tells any number of epochs; `separation` says which mistakes show and which are
alike; `explanations` puts it in a key's terms.

Nothing here starts a process: notebooks come in as plain data, code goes out as text, and somebody else runs it.
"""
