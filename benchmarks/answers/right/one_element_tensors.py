# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: each entry is a tensor of shape (1,)

# %% practice-train
LOSS = []
w = torch.tensor([-12.0], requires_grad=True)
b = torch.tensor([-10.0], requires_grad=True)
for i in range(10):
    LOSS.append(((forward(X) - Y) ** 2).mean(dim=0).detach())
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
