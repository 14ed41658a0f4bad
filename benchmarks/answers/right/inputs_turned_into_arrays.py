# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: X and Y become NumPy arrays after training, for the plot

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
X = X.numpy()
Y = Y.numpy()
fig, ax = plt.subplots(2, 1, figsize=(6, 7))
ax[0].plot(X, Y, "rx", label="data")
ax[0].plot(X, w.item() * X + b.item(), label="fit")
ax[0].set_xlabel("x"); ax[0].set_ylabel("y"); ax[0].legend()
ax[1].plot(LOSS, label="LOSS")
ax[1].set_xlabel("epoch"); ax[1].set_ylabel("loss"); ax[1].legend()
