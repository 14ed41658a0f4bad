# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: rate-used-twice
# note: both forms of the table mixed: lr in the velocity and in the step

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
v = [0.0, 0.0]
for step in range(60):
    loss = ((w * X + b - Y) ** 2).mean()
    LOSS.append(loss.item())
    loss.backward()
    with torch.no_grad():
        for j, p in enumerate([w, b]):
            v[j] = 0.8 * v[j] - lr * p.grad
            p += lr * v[j]
            p.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
