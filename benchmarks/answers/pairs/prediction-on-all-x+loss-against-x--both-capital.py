# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: prediction-on-all-x loss-against-x
# note: forward(X) in the inner loop, record against X

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    Yhat = forward(X)
    LOSS.append(criterion(Yhat, X).item())
    for x, y in trainloader:
        Yhat = forward(X)
        criterion(Yhat, y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
