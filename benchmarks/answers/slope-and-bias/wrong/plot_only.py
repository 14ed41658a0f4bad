# expect: practice-losses=missing practice-parameters=missing practice-figure=wrong
# mistakes: part-not-written
# note: only the plot is answered

# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
plt.show()
