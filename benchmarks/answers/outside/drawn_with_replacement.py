# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: | shuffled-order
# note: sixty random pairs per epoch, some twice, some never

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for i in torch.randint(len(dataset), (len(dataset),)).tolist():
        x, y = dataset[i]
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
