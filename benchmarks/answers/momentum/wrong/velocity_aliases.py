# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: velocity-is-the-gradient
# note: velocity and gradient are one tensor: doubled and zeroed together
# never: never move

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v_w, v_b = None, None
for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    if v_w is None:
        v_w, v_b = w.grad, b.grad
    else:
        v_w.mul_(0.8).add_(w.grad)
        v_b.mul_(0.8).add_(b.grad)
    w.data -= lr * v_w
    b.data -= lr * v_b
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
