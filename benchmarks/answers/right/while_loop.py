# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a while loop with its own counter

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

epoch = 0
while epoch < 10:
    total = criterion(forward(X), Y)
    LOSS.append(total.item())
    for x, y in trainloader:
        l = criterion(forward(x), y)
        l.backward()
        w.data.sub_(lr * w.grad)
        b.data.sub_(lr * b.grad)
        w.grad.zero_(); b.grad.zero_()
    epoch += 1
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
