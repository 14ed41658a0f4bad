# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes:

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    w.data -= 0.2 * w.grad
    b.data -= 0.2 * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS)
plt.plot(LOSS2)
plt.show()
