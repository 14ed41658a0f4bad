# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: total loss added up point by point and divided by their number

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def total_loss():
    total = 0
    for xi, yi in zip(X, Y):
        total += criterion(forward(xi), yi).item()
    return total / len(X)

for epoch in range(10):
    LOSS.append(total_loss())
    for x, y in trainloader:
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
