# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: appended-to-another-list
# values: appended-to-another-list=LOSS_Loader
# note: calls the worked training function, which fills its own list

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
train_model_DataLoader(10)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
