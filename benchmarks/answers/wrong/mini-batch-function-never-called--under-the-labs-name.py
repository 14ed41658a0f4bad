# lab: mini-batch
# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: function-never-called|function-never-called part-not-written
# says: practice-losses|its work does not show

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20)
def train_model_Mini10(epochs):
    for epoch in range(10):
        LOSS_MINI20.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
