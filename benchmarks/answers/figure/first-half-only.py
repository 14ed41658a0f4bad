# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes:
# says: practice-figure | only 5 of its 10 entries

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()


my_train_model(10)

# %% practice-plot
plt.plot(LOSS[:5], label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
