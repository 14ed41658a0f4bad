# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: the worked function does it, as its names are the student's by then

# %% practice-train
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
slow, LOSS_SLOW = LOSS_SLOW, []
train_model_BGD(10)
LOSS, LOSS_SLOW = LOSS_SLOW, slow
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
