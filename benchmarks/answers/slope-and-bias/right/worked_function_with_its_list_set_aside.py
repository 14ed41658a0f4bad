# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the worked function itself, with the new rate, its list kept and put back

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
first = LOSS
LOSS = LOSS2
train_model(15, lr=0.2)
LOSS = first
# %% practice-plot
plt.plot(LOSS, "b-", label="LOSS")
plt.plot(LOSS2, "r-", label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("loss")
plt.legend()
plt.show()
