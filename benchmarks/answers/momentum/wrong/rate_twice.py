# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: rate-used-twice
# note: lr in the velocity and again in the step: 0.03 * 0.03

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
    v_w = 0.8 * v_w + lr * w.grad
    v_b = 0.8 * v_b + lr * b.grad
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
