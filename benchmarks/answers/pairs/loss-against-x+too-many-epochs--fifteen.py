# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-against-x too-many-epochs
# values: too-many-epochs=15
# note: against X for fifteen epochs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(15):
    Yhat = forward(X)
    LOSS.append(criterion(Yhat, X).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
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
