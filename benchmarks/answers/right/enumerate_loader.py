# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: enumerate, and the loss recorded in the inner loop at index 0, before its update

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for i, (x, y) in enumerate(trainloader):
        if i == 0:
            LOSS.append(criterion(forward(X), Y).item())
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
