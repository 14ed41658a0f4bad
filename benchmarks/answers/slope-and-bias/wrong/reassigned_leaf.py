# expect: practice-losses=missing practice-parameters=missing practice-figure=correct
# mistakes: gradient-not-there
# note: stops in the second iteration with an exception

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    w = w - 0.2 * w.grad
    b = b - 0.2 * b.grad
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
