# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: the gradient of w lacks its factor two

# %% practice-train
LOSS = []
w = torch.tensor(-12.0)
b = torch.tensor(-10.0)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        e = (forward(x) - y).squeeze()
        dw = e * x.squeeze()
        db = 2 * e
        w = w - lr * dw
        b = b - lr * db
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
