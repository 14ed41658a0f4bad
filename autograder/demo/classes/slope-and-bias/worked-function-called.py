# The worked function is called: its rate, its list.
# expect practice-losses: missing, worked-function-called
# expect practice-parameters: wrong, worked-function-called
# expect practice-figure: wrong

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
