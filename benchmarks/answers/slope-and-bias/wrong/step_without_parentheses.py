# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: parameters-not-updated
# says: practice-losses | The line optimizer.step names a method and does not call it, so nothing happens there.

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.2)
for i in range(15):
    optimizer.zero_grad()
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    optimizer.step
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
