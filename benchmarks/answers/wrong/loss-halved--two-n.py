# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-halved
# note: divides by 2n

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def J():
    m = X.shape[0]
    return (1 / (2 * m)) * torch.sum((forward(X) - Y) ** 2)

for epoch in range(10):
    LOSS.append(J().item())
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
