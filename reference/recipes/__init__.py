"""Training runs of a line as data: recipes, their replay in float64, and the catalogue of mistakes."""
