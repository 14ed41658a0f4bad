# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes:
# note: adds the running loss of the samples to the total loss

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    total = criterion(forward(X), Y).item()
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        total += loss.item()
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(total)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
