# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: appended-to-another-list too-many-epochs
# says: practice-parameters|15 epochs
# never: nothing was trained
# never: function is defined

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
history = []
for epoch in range(15):
    history.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(history, label='loss')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
