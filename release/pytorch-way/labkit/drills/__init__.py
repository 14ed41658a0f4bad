"""Drills: a training with a mistake in it, the curve that it leaves, and the question which mistake it is."""
