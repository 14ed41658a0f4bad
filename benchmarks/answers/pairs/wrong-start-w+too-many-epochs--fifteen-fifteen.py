# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-w too-many-epochs
# values: wrong-start-w=-15 too-many-epochs=15
# note: fifteen in both places

# %% practice-train
LOSS = []
w = torch.tensor(-15.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).tolist())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
my_train_model(15)
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
