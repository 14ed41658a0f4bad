# A plain loop, the rate inside the velocities: the same path, as the rate stays the same.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
parameters = [w, b]
velocities = [0.0, 0.0]

for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    gradients = torch.autograd.grad(loss, parameters)
    velocities = [0.8 * v - lr * g for v, g in zip(velocities, gradients)]
    with torch.no_grad():
        for p, v in zip(parameters, velocities):
            p += v

# %% practice-plot
plt.semilogy(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
