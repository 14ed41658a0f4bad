# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: another-momentum
# note: gradients are only added up, as with a momentum of 1
# values: 1

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v_w, v_b = 0, 0
for i in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    v_w = v_w + w.grad
    v_b = v_b + b.grad
    w.data = w.data - lr * v_w
    b.data = b.data - lr * v_b
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
