# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: one-velocity-for-all
# note: v of b is put on top of v of w

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v = torch.tensor(0.0)
for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    v = 0.8 * v + w.grad
    v = 0.8 * v + b.grad
    w.data -= lr * v
    b.data -= lr * v
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
