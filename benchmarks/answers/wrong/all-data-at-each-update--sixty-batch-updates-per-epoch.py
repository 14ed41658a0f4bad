# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: all-data-at-each-update
# note: the inner loop steps on the loss over all of X and Y, sixty times per epoch

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(X), Y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
