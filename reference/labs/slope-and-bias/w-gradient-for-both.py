# Both parameters are moved by the derivative by w; only the new history is drawn.
# expect practice-losses: wrong, b-updated-with-w-gradient
# expect practice-parameters: wrong, b-updated-with-w-gradient
# expect practice-figure: wrong

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)

for iteration in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss.item())
    loss.backward()
    w.data -= 0.2 * w.grad
    b.data -= 0.2 * w.grad
    w.grad.zero_()
    b.grad.zero_()

# %% practice-plot
plt.plot(LOSS2, label="rate 0.2")
plt.xlabel("iteration")
plt.ylabel("loss")
plt.legend()
