# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: update-for-each-pair
# note: one update per pair, as in a neighbour lab

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(15):
    LOSS2.append(criterion(forward(X), Y).item())
    for x, y in zip(X, Y):
        loss = criterion(forward(x), y)
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
