# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes: plots-another-list
# values: plots-another-list=LOSS_Loader
# note: right training; the plot copied from the worked comparison

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS_Loader, label="DataLoader")
plt.plot(LOSS_BGD, label="Batch Gradient Descent")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
