# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-halved learning-rate-too-small | loss-halved gradient-summed-loss | loss-halved
# values: learning-rate-too-small=0.05
# note: criterion with a half for record and training

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def half_mse(yhat, y):
    return torch.mean((yhat - y) ** 2) / 2
for epoch in range(10):
    LOSS.append(half_mse(forward(X), Y).item())
    for x, y in trainloader:
        half_mse(forward(x), y).backward()
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
