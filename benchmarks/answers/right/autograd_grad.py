# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: gradients by torch.autograd.grad, nothing accumulates

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        dw, db = torch.autograd.grad(criterion(forward(x), y), (w, b))
        w.data -= lr * dw
        b.data -= lr * db
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
