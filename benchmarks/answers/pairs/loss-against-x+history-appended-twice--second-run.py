# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-x history-appended-twice
# note: the whole run twice, from the start again, LOSS not emptied

# %% practice-train
LOSS = []

def train_it():
    global w, b
    w = torch.tensor(-12.0, requires_grad = True)
    b = torch.tensor(-10.0, requires_grad = True)
    for epoch in range(10):
        LOSS.append(criterion(forward(X), X).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()

train_it()
train_it()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
