# expect: practice-model=missing practice-losses=missing practice-figure=missing
# mistakes: part-not-written
# note: nothing was written

# %% own
# did not have the time
