# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: one tensor of two parameters, unpacked at the end

# %% practice-train
LOSS = []
theta = torch.tensor([-12.0, -10.0], requires_grad=True)
phi = lambda x: torch.cat([x, torch.ones_like(x)], dim=1)
for epoch in range(10):
    LOSS.append(criterion(phi(X) @ theta, Y.squeeze()).item())
    for x, y in trainloader:
        criterion(phi(x) @ theta, y.squeeze(1)).backward()
        with torch.no_grad():
            theta -= lr * theta.grad
            theta.grad.zero_()
w, b = theta[0], theta[1]
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
