# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: scales the inputs before training

# %% practice-train
mean, std = X.mean(), X.std()
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward((X - mean) / std), Y).item())
    for x, y in trainloader:
        criterion(forward((x - mean) / std), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
