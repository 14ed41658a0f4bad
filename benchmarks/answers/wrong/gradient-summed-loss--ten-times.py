# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-summed-loss | diverged | learning-rate-too-large | diverged learning-rate-too-large | diverged gradient-summed-loss
# note: trains on ten times the squared error, by mistake for the number of epochs

# %% practice-train
epochs = 10
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(epochs):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = epochs * criterion(forward(x), y)
        loss.backward()
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
