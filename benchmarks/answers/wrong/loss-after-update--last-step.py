# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update
# note: recorded in the inner loop, at the last pair, behind its update

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for i, (x, y) in enumerate(trainloader):
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
        if i == len(trainloader) - 1:
            LOSS.append(criterion(forward(X), Y).item())
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
