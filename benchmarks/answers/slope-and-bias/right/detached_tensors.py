# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
rate = 2 * lr
step = 0
while step < 15:
    out = w * X + b
    cost = ((out - Y) ** 2).mean()
    LOSS2.append(cost.detach())
    cost.backward()
    with torch.no_grad():
        w -= rate * w.grad
        b -= rate * b.grad
    w.grad = None
    b.grad = None
    step = step + 1
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS2, "--", label="0.2")
ax.plot(LOSS, label="0.1")
ax.set_xlabel("step")
ax.set_ylabel("cost")
ax.legend(title="learning rate")
plt.show()
