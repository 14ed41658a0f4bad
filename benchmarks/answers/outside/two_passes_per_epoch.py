# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: the inner loop stands there twice, so an epoch trains on everything twice

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def one_pass():
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    one_pass()
    one_pass()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
