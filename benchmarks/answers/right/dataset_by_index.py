# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: walks the dataset by index

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
N = len(dataset)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for n in range(N):
        x = dataset[n][0]
        y = dataset[n][1]
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
