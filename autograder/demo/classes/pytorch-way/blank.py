# Nothing was written.
# students: 1
# expect practice-model: missing
# expect practice-losses: missing
# expect practice-figure: missing

# %% practice-explain [markdown]
