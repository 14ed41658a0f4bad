# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: start-not-reset
# note: sets w0 and b0, but the model uses w and b

# %% practice-train
LOSS = []
w0 = torch.tensor(-12.0, requires_grad = True)
b0 = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
