# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-summed
# note: multiplies the mean by the number of points

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def training():
    for epoch in range(10):
        LOSS.append(criterion(forward(X), Y).item() * len(X))
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data.add_(w.grad, alpha=-lr)
            b.data.add_(b.grad, alpha=-lr)
            w.grad, b.grad = None, None
training()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
