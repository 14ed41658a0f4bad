# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes:
# says: practice-losses | X, Y differ from the lab: some line, perhaps that of a loop, gives them new values.
# never: is not recognised
# note: after the first epoch X and Y are the last pair

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

def my_train_model(epochs):
    global X, Y
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for X, Y in trainloader:
            criterion(forward(X), Y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()


my_train_model(10)

# %% practice-plot
plt.plot(LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
