# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: one-velocity-for-all
# note: the loop over parameters keeps one velocity for both

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
velocity = 0.0
momentum = 0.8
for step in range(60):
    yhat = forward(X)
    loss = criterion(yhat, Y)
    LOSS.append(loss.item())
    loss.backward()
    for p in (w, b):
        velocity = momentum * velocity + p.grad
        p.data -= lr * velocity
        p.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
