# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: appended-to-another-list too-many-epochs
# values: appended-to-another-list=LOSS_Loader too-many-epochs=15
# note: the worked function called for fifteen epochs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
train_model_DataLoader(15)
# %% practice-plot
plt.plot(LOSS_Loader, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
