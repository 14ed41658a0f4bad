# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: velocity-is-the-gradient
# note: no copy is made of the first gradient, which is cleared

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v_w = None
v_b = None

def step_of(parameter, v):
    if v is None:
        v = parameter.grad
    else:
        v = 0.8 * v + parameter.grad
    parameter.data -= lr * v
    return v

for k in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    v_w = step_of(w, v_w)
    v_b = step_of(b, v_b)
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
