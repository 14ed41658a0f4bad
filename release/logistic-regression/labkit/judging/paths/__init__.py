"""Paths of trainings through the parameters: the right one, and the one that each known mistake takes."""
