# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: same-numbers-everywhere
# note: trains properly, then overwrites LOSS with pasted numbers

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
LOSS = [576.709656, 73.436104, 17.168634, 4.242830, 0.941965,
        0.266524, 0.052187, 0.027348, 0.008678, 0.010460]
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
