# expect: practice-losses=correct practice-parameters=wrong practice-figure=correct
# mistakes: result-kept-elsewhere

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
w2 = torch.tensor(-15.0, requires_grad=True)
b2 = torch.tensor(-10.0, requires_grad=True)
for i in range(15):
    loss = criterion(w2 * X + b2, Y)
    LOSS2.append(loss.item())
    loss.backward()
    w2.data -= 0.2 * w2.grad
    b2.data -= 0.2 * b2.grad
    w2.grad.zero_()
    b2.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
