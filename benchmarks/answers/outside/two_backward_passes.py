# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: a separate forward and backward for w and for b, the second after the step of w

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        for p in (w, b):
            w.grad = b.grad = None
            criterion(forward(x), y).backward()
            p.data -= lr * p.grad
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
