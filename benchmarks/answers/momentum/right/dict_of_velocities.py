# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
velocity = {"w": 0.0, "b": 0.0}
mu = 0.8
step = 0
while step < 60:
    loss = ((w * X + b - Y) ** 2).mean()
    LOSS += [float(loss)]
    loss.backward()
    with torch.no_grad():
        for name, p in (("w", w), ("b", b)):
            velocity[name] = mu * velocity[name] + p.grad
            p -= lr * velocity[name]
            p.grad = None
    step += 1
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
