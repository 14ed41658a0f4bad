# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# says: practice-losses|further down
# never: nothing was trained
# never: Complete the answer cell

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
# %% practice-plot
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
plt.plot(LOSS, label='loss')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
