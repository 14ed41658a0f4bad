# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-after-update wrong-start-w
# values: wrong-start-w=-15
# note: start of the worked part, recorded at the ends

# %% practice-train
LOSS = []
w = torch.tensor(-15.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def training(n):
    for _ in range(n):
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
        LOSS.append(criterion(forward(X), Y).tolist())
training(10)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
