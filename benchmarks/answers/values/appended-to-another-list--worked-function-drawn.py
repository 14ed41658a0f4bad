# expect: practice-losses=missing practice-parameters=correct practice-figure=correct
# mistakes: appended-to-another-list
# note: the lab's own function fills the lab's list, and that is what the plot shows

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

train_model_DataLoader(10)

# %% practice-plot
plt.plot(LOSS_Loader, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
