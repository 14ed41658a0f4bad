# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: LOSS is a column, shape (10, 1)

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).detach().view(1))
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
LOSS = torch.stack(LOSS)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
