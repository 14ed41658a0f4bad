# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: part-not-written|part-not-written part-not-written
# says: practice-losses|still to be written
# never: typed or copied

# %% practice-train
LOSS = ...
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
