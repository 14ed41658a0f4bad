"""What a notebook needs to run, and what this machine offers."""
