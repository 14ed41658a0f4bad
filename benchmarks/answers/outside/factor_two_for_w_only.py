# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: the gradient of b lacks its factor two, the one of w has it

# %% practice-train
LOSS = []
w, b = -12.0, -10.0
for epoch in range(10):
    LOSS.append(torch.mean((w * X + b - Y) ** 2).item())
    for x, y in trainloader:
        e = (w * x + b - y).item()
        w, b = w - lr * 2 * e * x.item(), b - lr * e
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
