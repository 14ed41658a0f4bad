# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes:
# note: ylabel set twice, xlabel not at all

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.ylabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
