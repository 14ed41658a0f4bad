# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: loss-against-x no-epoch-loop|loss-against-x|loss-against-x no-epoch-loop part-not-written|loss-against-x part-not-written
# never: typed or copied
# never: stay the same

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
if True:
    LOSS.append(criterion(forward(X), X).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
