# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: gradients-not-zeroed
# says: practice-losses | The line w.grad.data.zero_ names a method and does not call it, so nothing happens there.
# note: zero_ is named but not called

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.data.zero_
            b.grad.data.zero_

my_train_model(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
