# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: gradients-not-zeroed
# note: zeroes copies of the gradients

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        grads = [w.grad.clone(), b.grad.clone()]
        w.data -= lr * grads[0]
        b.data -= lr * grads[1]
        for g in grads:
            g.zero_()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
