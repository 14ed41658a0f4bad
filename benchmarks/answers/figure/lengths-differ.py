# expect: practice-losses=correct practice-parameters=correct practice-figure=missing
# mistakes: sizes-do-not-fit
# note: eleven epochs on the horizontal axis for ten losses

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
epochs = range(0, 11)
plt.plot(epochs, LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
