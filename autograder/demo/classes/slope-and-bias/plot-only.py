# Only the plot is answered.
# expect practice-losses: missing, part-not-written
# expect practice-parameters: missing, part-not-written
# expect practice-figure: wrong

# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
plt.show()
