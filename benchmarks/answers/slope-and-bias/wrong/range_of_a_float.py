# expect: practice-losses=missing practice-parameters=missing practice-figure=wrong
# mistakes: not-a-whole-number
# note: the two arguments are exchanged

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train_model(lr, iterations):
    for i in range(iterations):
        loss = criterion(forward(X), Y)
        LOSS2.append(loss.item())
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()

my_train_model(15, 0.2)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
