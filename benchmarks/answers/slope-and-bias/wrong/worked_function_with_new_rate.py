# expect: practice-losses=missing practice-parameters=correct practice-figure=wrong
# mistakes: worked-function-called | appended-to-another-list | losses-not-kept

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
train_model(15, 0.2)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
