# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-of-last-sample wrong-start-b
# values: wrong-start-b=0
# note: bias starts at zero, last sample's loss

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(10):
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
            w.grad = None
            b.grad = None
    LOSS.append(float(loss))
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
