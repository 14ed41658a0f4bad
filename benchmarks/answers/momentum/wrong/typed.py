# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere

# %% practice-train
LOSS = [394.06451, 23.9, 168.2, 230.1, 31.9] + [1.8] * 55
w = torch.tensor(-0.45182)
b = torch.tensor(4.34019)
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
