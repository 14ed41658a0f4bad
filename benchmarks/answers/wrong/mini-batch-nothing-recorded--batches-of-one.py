# lab: mini-batch
# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: mini-batches||mini-batches part-not-written|part-not-written
# never: nothing was trained
# never: function is defined
# never: hold what they held

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20)
for epoch in range(10):
    for x, y in DataLoader(dataset, batch_size=1):
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
