# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: would stop early, but the threshold is never reached

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(100):
    if epoch >= 10:
        break
    current = criterion(forward(X), Y).item()
    LOSS.append(current)
    if current < 1e-6:
        break
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    else:
        continue
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
