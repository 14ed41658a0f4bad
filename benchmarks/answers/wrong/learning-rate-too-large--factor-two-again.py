# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-large | gradient-summed-loss
# values: learning-rate-too-large=0.2
# note: multiplies autograd's gradient by the two it already has

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data = w.data - 2 * lr * w.grad.data
        b.data = b.data - 2 * lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
