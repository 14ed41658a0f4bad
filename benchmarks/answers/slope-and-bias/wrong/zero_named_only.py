# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: gradients-not-zeroed
# note: zero_ is never called, so gradients add up
# says: practice-losses | The line w.grad.data.zero_ names a method and does not call it, so nothing happens there.

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr = 0.2
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    w.data = w.data - lr * w.grad.data
    b.data = b.data - lr * b.grad.data
    w.grad.data.zero_
    b.grad.data.zero_
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
