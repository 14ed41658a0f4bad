# A plain loop in place of the function, with the worked rate doubled.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

for iteration in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    with torch.no_grad():
        w -= 2 * lr * w.grad
        b -= 2 * lr * b.grad
    w.grad, b.grad = None, None

# %% practice-plot
plt.plot(LOSS, label="rate 0.1")
plt.plot(LOSS2, label="rate 0.2")
plt.xlabel("iteration")
plt.ylabel("loss")
plt.legend()
