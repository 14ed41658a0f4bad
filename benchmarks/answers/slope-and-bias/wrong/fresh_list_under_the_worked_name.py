# expect: practice-losses=missing practice-parameters=correct practice-figure=wrong
# mistakes: appended-to-another-list
# note: the new losses replace the worked ones, and LOSS2 stays empty

# %% practice-train
LOSS2 = []
LOSS = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    w.data -= 0.2 * w.grad
    b.data -= 0.2 * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="lr 0.2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
plt.show()
