# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: start-not-reset too-few-epochs
# values: too-few-epochs=5
# note: goes on from trained parameters for five epochs

# %% practice-train
LOSS = []
for epoch in range(5):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
