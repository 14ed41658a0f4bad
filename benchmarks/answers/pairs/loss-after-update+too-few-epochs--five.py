# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-after-update too-few-epochs
# values: too-few-epochs=5
# note: five epochs, recorded at their ends

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(5):
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(criterion(forward(X), Y).item())
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
