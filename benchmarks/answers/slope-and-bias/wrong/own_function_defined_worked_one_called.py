# expect: practice-losses=missing practice-parameters=wrong practice-figure=wrong
# mistakes: worked-function-called
# note: the worked training fills LOSS once more
# says: practice-losses | The function train_model of a worked part is called, not one of the answer's own.
# says: practice-parameters | The function train_model of a worked part is called, not one of the answer's own.

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train_model(iterations, lr=0.2):
    for i in range(iterations):
        loss = criterion(forward(X), Y)
        LOSS2.append(loss.item())
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()

train_model(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
