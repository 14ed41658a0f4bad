# A plain loop in place of the function.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20, shuffle=False)

for epoch in range(10):
    LOSS_MINI20.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()

# %% practice-plot
plt.plot(LOSS_MINI10, label="batches of 10")
plt.plot(LOSS_MINI20, label="batches of 20")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
