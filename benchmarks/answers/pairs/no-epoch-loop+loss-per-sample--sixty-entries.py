# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: no-epoch-loop loss-per-sample | too-few-epochs loss-per-sample
# note: one pass, the total loss at every step

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for x, y in trainloader:
    LOSS.append(criterion(forward(X), Y).item())
    loss = criterion(forward(x), y)
    loss.backward()
    w.data -= lr * w.grad
    b.data -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
