# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: earlier-entries-kept
# says: practice-losses | begins with 10 entries of an earlier training

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

train_model_DataLoader(10)
LOSS = LOSS_Loader

# %% practice-plot
plt.plot(LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
