"""Keys from recipes: what is right and what each mistake leaves, with tolerances, under one setting."""
