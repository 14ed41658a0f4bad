# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: not-plain-numbers|not-plain-numbers part-not-written
# says: practice-losses|something else than plain numbers
# never: nothing was trained
# never: stay the same

# %% practice-train
LOSS = {}
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(10):
    LOSS[epoch] = criterion(forward(X), Y).item()
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
