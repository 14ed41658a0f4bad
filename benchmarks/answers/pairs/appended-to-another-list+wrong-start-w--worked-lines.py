# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: appended-to-another-list wrong-start-w
# values: appended-to-another-list=LOSS_Loader wrong-start-w=-15
# note: the worked cell pasted as it is below the skeleton

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

w = torch.tensor(-15.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
LOSS_Loader = []
train_model_DataLoader(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
