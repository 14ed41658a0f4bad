# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-ascent | gradient-ascent diverged
# note: plus instead of minus

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data = w.data + lr * w.grad.data
        b.data = b.data + lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
