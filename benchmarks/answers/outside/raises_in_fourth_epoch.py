# expect: practice-losses=missing practice-parameters=missing practice-figure=missing
# mistakes:
# says: practice-figure|stopped with IndexError
# never: typed or copied
# note: fails in the fourth epoch with three losses recorded

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
limits = [600, 100, 50]
for epoch in range(10):
    limit = limits[epoch]
    total = criterion(forward(X), Y).item()
    if total < limit:
        LOSS.append(total)
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
