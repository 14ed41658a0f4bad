# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: start-recorded-extra loss-against-x
# note: eleven entries against X

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), X).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
LOSS.append(criterion(forward(X), X).item())
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
