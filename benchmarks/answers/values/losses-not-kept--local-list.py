# expect: practice-losses=missing practice-parameters=correct practice-figure=missing
# mistakes: losses-not-kept
# says: practice-losses | none of its losses are in the list
# never: Complete the answer cell
# note: the list is made anew inside the function, and what it returns is dropped

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

def my_train_model(epochs):
    LOSS = []
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
    return LOSS


my_train_model(10)

# %% practice-plot
plt.plot(LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
