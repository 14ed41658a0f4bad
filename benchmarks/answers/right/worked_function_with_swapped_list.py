# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: calls the worked DataLoader training with LOSS put in the place of its list

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
kept, LOSS_Loader = LOSS_Loader, LOSS
train_model_DataLoader(10)
LOSS_Loader = kept
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
