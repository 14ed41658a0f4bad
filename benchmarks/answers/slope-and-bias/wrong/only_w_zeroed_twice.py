# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: b-gradient-not-zeroed
# note: a copied line, w cleared twice

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr2 = 0.2
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    w.data = w.data - lr2 * w.grad
    b.data = b.data - lr2 * b.grad
    w.grad.data.zero_()
    w.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
