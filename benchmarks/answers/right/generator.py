# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a generator yields the loss before it trains the epoch

# %% practice-train
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def epochs_of_training(n):
    for _ in range(n):
        yield criterion(forward(X), Y).item()
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            with torch.no_grad():
                for p in [w, b]:
                    p.sub_(lr * p.grad)
                    p.grad.zero_()

LOSS = list(epochs_of_training(10))
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
