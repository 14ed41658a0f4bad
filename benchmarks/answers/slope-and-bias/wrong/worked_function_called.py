# expect: practice-losses=missing practice-parameters=wrong practice-figure=wrong
# mistakes: worked-function-called | appended-to-another-list | appended-to-another-list learning-rate-too-small
# note: lr is set, but the worked function has its own rate and its own list

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr = 0.2
train_model(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
