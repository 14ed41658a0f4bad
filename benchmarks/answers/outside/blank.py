# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes:
# note: the skeleton as it was given

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
