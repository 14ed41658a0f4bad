"""A class made up for ``descent demo``: answers as students really hand them in, and the students."""
