# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: trained-on-noisy-pairs
# note: takes x from the loader but its target from Y

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for i, (x, _) in enumerate(trainloader):
        criterion(forward(x), Y[i].view(1, 1)).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
