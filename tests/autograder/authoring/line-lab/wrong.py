# Wrong: the gradients are never set back to zero. The figure shows this history, so it is right.
# expect practice-losses: wrong, gradients-not-zeroed
# expect practice-parameters: wrong, gradients-not-zeroed
# expect practice-figure: correct

# %% practice-train
LOSS = []
w = torch.tensor(6.0, requires_grad=True)
b = torch.tensor(8.0, requires_grad=True)
for _ in range(10):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    w.data -= lr * w.grad
    b.data -= lr * b.grad

# %% practice-plot
plt.plot(LOSS, label="practice")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
