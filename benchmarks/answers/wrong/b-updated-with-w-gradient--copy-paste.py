# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: b-updated-with-w-gradient
# note: the line of w copied, one w left standing

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def my_train_model(epochs):
    for epoch in range(epochs):
        loss = criterion(forward(X), Y)
        LOSS.append(loss.tolist())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * w.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
