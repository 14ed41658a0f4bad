# expect: practice-losses=missing practice-model=missing practice-accuracy=missing practice-figure=missing
# mistakes: part-not-written
# note: nothing was written

# %% own
# later
