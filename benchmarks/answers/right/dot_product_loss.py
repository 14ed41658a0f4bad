# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the squares as a dot product

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    e = (Y - forward(X)).detach().flatten()
    LOSS.append((e @ e / e.numel()).item())
    for x, y in trainloader:
        e = y - forward(x)
        (e * e).squeeze().backward()
        w.data += -lr * w.grad
        b.data += -lr * b.grad
        w.grad *= 0
        b.grad *= 0
# %% practice-plot
epochs = list(range(len(LOSS)))
plt.scatter(epochs, LOSS, s=12, label="after each epoch")
plt.plot(epochs, LOSS, alpha=0.5, label="loss")
plt.xlabel("epochs")
plt.ylabel("loss")
plt.legend()
plt.show()
