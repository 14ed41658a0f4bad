# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: updates inside torch.no_grad

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

def fit(n_epochs=10):
    global w, b
    for _ in range(n_epochs):
        with torch.no_grad():
            LOSS.append(float(criterion(forward(X), Y)))
        for xb, yb in trainloader:
            criterion(forward(xb), yb).backward()
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
                w.grad = None
                b.grad = None

fit()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
