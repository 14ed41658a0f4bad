# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: | batch-update-per-epoch | batch-update-per-epoch learning-rate-too-large
# note: gradients of all pairs add up and one step per epoch is taken with their sum

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
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
