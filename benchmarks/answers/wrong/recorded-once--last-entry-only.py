# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: recorded-once
# note: LOSS is overwritten in each epoch, so one entry is left

# %% practice-train
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS = []
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
