# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-after-update only-w-updated
# note: b never changes, recorded at the ends

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data = w.data - lr * w.grad.data
        b.data - lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
    LOSS.append(criterion(forward(X), Y).tolist())
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
