# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: plt.show replaced by nothing, to keep an earlier helper silent

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
plt.show = lambda *a, **k: None
plt.plot(LOSS, label="loss")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
