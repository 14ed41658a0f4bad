# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: parameters-not-updated
# says: practice-losses | The line optimizer.step names a method and does not call it, so nothing happens there.

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=lr, momentum=0.8)
for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
