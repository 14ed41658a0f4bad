# The worked function is called in place of one's own: its list takes the losses, and its rate stays 0.1.
# expect practice-losses: missing, appended-to-another-list, learning-rate-too-small
# expect practice-parameters: wrong
# expect practice-figure: missing

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr = 0.2
train_model(15)

# %% practice-plot
pass
