# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: torch without autograd

# %% practice-train
LOSS = []
w = torch.tensor(-12.0)
b = torch.tensor(-10.0)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        diff = forward(x) - y
        grad_w = (2 * diff * x).mean()
        grad_b = (2 * diff).mean()
        w = w - lr * grad_w
        b = b - lr * grad_b
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
