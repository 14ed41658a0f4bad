# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere
# note: numbers pasted with all their digits, right for the published data alone

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

# %% own
LOSS = [576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460]
w = 1.003857
b = -1.011374
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
