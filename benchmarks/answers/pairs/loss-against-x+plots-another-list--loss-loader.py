# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: loss-against-x plots-another-list
# values: plots-another-list=LOSS_Loader
# note: the record against X, the plot of the worked history

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), X).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS_Loader, label="DataLoader")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
