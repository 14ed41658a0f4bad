# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: each entry is a list with one number

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for i in range(10):
    LOSS.append(((forward(X) - Y) ** 2).mean(0).tolist())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_(), b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
