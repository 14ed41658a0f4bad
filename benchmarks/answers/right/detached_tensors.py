# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: 0-d tensors without graph

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for i in range(10):
    LOSS.append(criterion(forward(X), Y).detach())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
