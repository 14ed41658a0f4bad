# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: LOSS holds tensors with their graph; the plot detaches them

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y))
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.plot([l.item() for l in LOSS], label="LOSS")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
