# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-averaged-over-samples loss-summed | loss-averaged-over-samples
# note: running total of the samples' losses, not divided

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    total = 0
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        total += loss.item()
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(total)
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
