# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-rooted
# note: to the power of one half

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
def rmse():
    return criterion(forward(X), Y).item() ** 0.5
for epoch in range(10):
    LOSS.append(rmse())
    for x, y in trainloader:
        optimizer.zero_grad(); criterion(forward(x), y).backward(); optimizer.step()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
