# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:
# note: the worked function trains what the names stand for

# %% practice-train
model = logistic_regression(1)
model.state_dict()["linear.weight"][0] = 6
model.state_dict()["linear.bias"][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
LOSS_ENTROPY = LOSS = []
train_model_entropy(8)
accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
