# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-clean-line
# note: mixes X with the dataset's y

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
epoch = 0
while epoch != 10:
    Yhat = forward(X)
    LOSS += [criterion(Yhat, dataset.y).tolist()]
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data = w.data - lr * w.grad.data
        b.data = b.data - lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
    epoch += 1
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
