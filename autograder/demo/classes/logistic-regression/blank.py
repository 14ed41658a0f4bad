# Nothing was written.
# students: 1
# expect practice-losses: missing
# expect practice-model: missing
# expect practice-accuracy: missing
# expect practice-figure: missing

# %% practice-explain [markdown]
