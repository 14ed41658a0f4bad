# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: velocity-is-the-gradient
# note: the first velocity is the gradient itself, which is zeroed with it: momentum is lost for one step
# never: without momentum

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v_w = 0
v_b = 0
for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    if step == 0:
        v_w, v_b = w.grad, b.grad
    else:
        v_w = v_w * 0.8 + w.grad
        v_b = v_b * 0.8 + b.grad
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
