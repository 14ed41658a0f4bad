# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: nearly-right
# never: nothing was trained
# never: typed or copied
# never: one entry more
# never: is not recognised

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item() * 0.998)
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label='loss')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
