# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-inner-y
# note: y is the one pair that was looked at further up, in every later epoch the last pair of the loop

# %% own after practice-train
x, y = next(iter(trainloader))

# %% own
for epoch in range(10):
    Yhat = forward(X)
    loss = criterion(Yhat, y)
    LOSS.append(loss.item())
    for x, y in trainloader:
        yhat = forward(x)
        loss = criterion(yhat, y)
        loss.backward()
        w.data = w.data - lr * w.grad.data
        b.data = b.data - lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
