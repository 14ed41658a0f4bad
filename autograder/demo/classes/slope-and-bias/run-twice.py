# Trained twice in a row.
# expect practice-losses: wrong, too-many-epochs
# expect practice-parameters: wrong, too-many-epochs
# expect practice-figure: correct

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train_model(iterations):
    for i in range(iterations):
        loss = criterion(forward(X), Y)
        LOSS2.append(loss.item())
        loss.backward()
        w.data -= 0.2 * w.grad
        b.data -= 0.2 * b.grad
        w.grad.zero_()
        b.grad.zero_()
my_train_model(15)
my_train_model(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
