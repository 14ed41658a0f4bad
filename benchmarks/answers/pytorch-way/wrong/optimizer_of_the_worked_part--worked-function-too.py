# expect: practice-model=wrong practice-losses=missing practice-figure=missing
# mistakes: optimiser-of-another-model|optimiser-of-another-model appended-to-another-list|optimiser-of-another-model worked-function-called
# note: a new model, the worked optimiser, the worked function

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
train_model_BGD(10)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
