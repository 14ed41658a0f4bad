# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-inner-y
# note: recorded at the first pair of each epoch, against that pair's y

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    first = True
    for x, y in trainloader:
        if first:
            LOSS.append(criterion(forward(X), y).item())
            first = False
        loss = criterion(forward(x), y)
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
