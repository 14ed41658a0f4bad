# expect: practice-losses=missing practice-parameters=missing practice-figure=missing
# mistakes: zero-without-underscore
# note: .zero() is no method: the cell fails in the first step, with one loss recorded

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).tolist())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero()
            b.grad.data.zero()
my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
