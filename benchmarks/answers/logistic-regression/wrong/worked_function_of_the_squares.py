# expect: practice-losses=missing practice-model=wrong practice-accuracy=wrong|correct practice-figure=missing
# mistakes: worked-function-called|appended-to-another-list worked-function-called|appended-to-another-list another-criterion|appended-to-another-list squared-errors|another-criterion
# note: calls the other worked function

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
train_model_squared(8)
accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
