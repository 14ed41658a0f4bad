# expect: practice-errors=missing practice-choice=missing practice-figure=missing
# mistakes: part-not-written
