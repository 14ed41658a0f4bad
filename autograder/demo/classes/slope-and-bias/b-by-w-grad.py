# The bias is moved by the derivative by w.
# expect practice-losses: wrong, b-updated-with-w-gradient
# expect practice-parameters: wrong, b-updated-with-w-gradient
# expect practice-figure: correct

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr = 0.2
def my_train_model(iter):
    for epoch in range(iter):
        Yhat = forward(X)
        loss = criterion(Yhat, Y)
        LOSS2.append(loss.item())
        loss.backward()
        w.data = w.data - lr * w.grad.data
        b.data = b.data - lr * w.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
my_train_model(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
