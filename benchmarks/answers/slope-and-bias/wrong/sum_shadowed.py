# expect: practice-losses=missing practice-parameters=missing practice-figure=wrong
# mistakes: called-without-being-a-function

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
sum = 0
for i in range(15):
    loss = sum((forward(X) - Y) ** 2) / 60
    LOSS2.append(loss.item())
    loss.backward()
    w.data -= 0.2 * w.grad
    b.data -= 0.2 * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
