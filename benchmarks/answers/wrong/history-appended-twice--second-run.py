# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: history-appended-twice
# note: the run is repeated from the start, LOSS is not emptied

# %% practice-train
LOSS = []

def my_train_model(epochs):
    global w, b
    w = torch.tensor(-12.0, requires_grad = True)
    b = torch.tensor(-10.0, requires_grad = True)
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()

my_train_model(10)

# %% own
my_train_model(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
