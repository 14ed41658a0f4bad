# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: appended-to-another-list
# values: appended-to-another-list=history
# note: a local list that is returned under another name

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def train(epochs):
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

history = train(10)
# %% practice-plot
plt.plot(history, label="history")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
