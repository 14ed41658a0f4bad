# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: trains on the sum, which is the mean where a batch holds one pair

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append((((forward(X) - Y) ** 2).sum() / 60).item())
    for x, y in trainloader:
        loss = ((forward(x) - y) ** 2).sum()
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
