# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update loss-summed
# note: sum of squares at the end of each epoch

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(((forward(X) - Y) ** 2).sum().item())
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
