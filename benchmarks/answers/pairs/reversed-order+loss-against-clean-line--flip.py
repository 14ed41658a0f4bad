# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: reversed-order loss-against-clean-line
# note: flipped data, record against the line

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
xr, yr = torch.flip(X, dims=[0]), torch.flip(f, dims=[0])
for epoch in range(10):
    LOSS.append(criterion(forward(xr), yr).item())
    for x, y in zip(xr, yr):
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
