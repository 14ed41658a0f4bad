# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-divided-by-batch | learning-rate-too-small | gradient-summed-loss
# note: divides each sample's loss by the number of all points

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
n = len(X)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = torch.sum((forward(x) - y) ** 2) / n
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
