# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-ascent too-many-epochs|diverged|gradient-ascent|gradient-ascent too-many-epochs part-not-written|diverged part-not-written|gradient-ascent part-not-written
# never: forward differs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for epoch in range(200):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data += lr * w.grad
        b.data += lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
