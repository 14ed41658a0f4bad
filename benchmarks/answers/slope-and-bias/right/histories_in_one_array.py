# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
theta = torch.tensor([[-15.0], [-10.0]])
A = torch.cat([X, torch.ones_like(X)], dim=1)
rows = []
for _ in range(15):
    r = A @ theta - Y
    rows.append((r.T @ r / len(X)).item())
    theta = theta - 0.2 * 2 / len(X) * A.T @ r
LOSS2 = torch.tensor(rows)
w, b = theta[0], theta[1]
# %% practice-plot
both = torch.stack([torch.tensor(LOSS), LOSS2], dim=1)
plt.plot(both.numpy(), label=["lr 0.1", "lr 0.2"])
plt.xlabel("iteration")
plt.ylabel("loss")
plt.legend()
plt.show()
