# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: w and b turned into floats in a last line

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
w, b = w.item(), b.item()
print("w = %.4f, b = %.4f" % (w, b))
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
