# expect: practice-model=wrong practice-losses=missing practice-figure=missing
# mistakes: start-not-reset|start-not-reset appended-to-another-list|start-not-reset worked-function-called|appended-to-another-list|worked-function-called|
# note: sets lr, which nothing reads, and calls the worked function with the worked model

# %% practice-train
LOSS = []
lr = 0.1
train_model_BGD(10)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
