# expect: practice-model=missing practice-losses=missing practice-figure=missing
# mistakes: part-not-written|
# note: the training is left as it was handed out

# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
