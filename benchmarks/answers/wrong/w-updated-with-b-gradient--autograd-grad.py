# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: w-updated-with-b-gradient
# note: takes the same entry of the tuple twice

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        grads = torch.autograd.grad(criterion(forward(x), y), (w, b))
        w.data -= lr * grads[1]
        b.data -= lr * grads[1]
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
