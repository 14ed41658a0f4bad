# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: another-momentum

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
train_model(60, 0.9, LOSS)
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
