# expect: practice-losses=missing practice-parameters=correct practice-figure=wrong
# mistakes: appended-to-another-list

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train(n):
    for i in range(n):
        loss = criterion(forward(X), Y)
        LOSS.append(loss.item())
        loss.backward()
        w.data -= 0.2 * w.grad
        b.data -= 0.2 * b.grad
        w.grad.zero_()
        b.grad.zero_()
my_train(15)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
