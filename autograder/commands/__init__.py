"""The commands of ``descent``."""
