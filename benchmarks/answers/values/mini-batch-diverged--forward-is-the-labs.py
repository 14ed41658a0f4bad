# lab: mini-batch
# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-ascent too-many-epochs|diverged|gradient-ascent|gradient-ascent too-many-epochs part-not-written|diverged part-not-written|gradient-ascent part-not-written
# never: forward differs

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20)
for epoch in range(200):
    LOSS_MINI20.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data += lr * w.grad
        b.data += lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
