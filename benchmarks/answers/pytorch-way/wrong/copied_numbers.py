# expect: practice-model=wrong practice-losses=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere
# note: the numbers of the published data, typed

# %% practice-train
LOSS = [835.276123, 83.795868, 20.337446, 4.659729, 1.211860, 0.253762, 0.092985, 0.021958, 0.021044, 0.013030]
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = 1.055418
model.state_dict()["linear.bias"][0] = -1.021021
# %% practice-plot
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
