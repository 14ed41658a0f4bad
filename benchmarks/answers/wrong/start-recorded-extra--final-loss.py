# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: start-recorded-extra
# note: right at every epoch's start, and the final loss appended at the end

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def train(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
    LOSS.append(criterion(forward(X), Y).item())
train(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
