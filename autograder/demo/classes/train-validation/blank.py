# Nothing was written.
# students: 1
# expect practice-errors: missing
# expect practice-choice: missing
# expect practice-figure: missing

# %% practice-explain [markdown]

