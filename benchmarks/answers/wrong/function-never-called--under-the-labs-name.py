# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: function-never-called|function-never-called part-not-written
# says: practice-losses|its work does not show

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def train_model_DataLoader(epochs):
    for epoch in range(10):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
