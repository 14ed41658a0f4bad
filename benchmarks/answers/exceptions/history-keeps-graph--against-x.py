# expect: practice-losses=wrong practice-parameters=correct practice-figure=missing
# mistakes: history-keeps-graph loss-against-x
# says: practice-figure|record of how they were computed
# says: practice-losses|with the inputs X

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), X))
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label='loss')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
