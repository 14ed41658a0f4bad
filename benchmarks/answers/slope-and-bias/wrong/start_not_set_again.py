# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: start-not-reset
# note: the starter lines were deleted; training goes on where the worked part ended

# %% practice-train
LOSS2 = []
lr2 = 0.2
def my_train_model(iterations):
    for i in range(iterations):
        loss = criterion(forward(X), Y)
        LOSS2.append(loss.item())
        loss.backward()
        w.data -= lr2 * w.grad
        b.data -= lr2 * b.grad
        w.grad.zero_()
        b.grad.zero_()
my_train_model(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
