# expect: practice-losses=missing practice-parameters=missing practice-figure=missing
# mistakes: cell-cannot-be-read
# note: a bracket is never closed

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item()
    for x, y in trainloader:
        criterion(forward(x), y).backward()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
