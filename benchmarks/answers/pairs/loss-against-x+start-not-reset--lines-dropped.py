# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-against-x start-not-reset
# note: against X, from already trained parameters

# %% practice-train
LOSS = []

def my_train_model(epochs):
    for epoch in range(epochs):
        Yhat = forward(X)
        LOSS.append(criterion(Yhat, X).item())
        for x, y in trainloader:
            yhat = forward(x)
            loss = criterion(yhat, y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
