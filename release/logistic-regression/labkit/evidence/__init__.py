"""Evidence: what a notebook shows for a task, collected as bounded plain data. Nothing here knows what is right."""
