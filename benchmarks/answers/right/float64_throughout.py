# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: data and parameters in double precision

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, dtype=torch.float64, requires_grad=True)
b = torch.tensor(-10.0, dtype=torch.float64, requires_grad=True)
X64, Y64 = X.double(), Y.double()

for epoch in range(10):
    LOSS.append(criterion(forward(X64), Y64).item())
    for x, y in trainloader:
        loss = criterion(forward(x.double()), y.double())
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
