# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: start-not-reset
# note: goes on from the parameters of the worked DataLoader part

# %% practice-train
LOSS = []

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).tolist())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
