# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: backward on the total loss too, and its gradient thrown away before training

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    total = criterion(forward(X), Y)
    total.backward()
    LOSS.append(total.item())
    w.grad.zero_()
    b.grad.zero_()
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
