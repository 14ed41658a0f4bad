# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: leaves the loop by break once ten losses are there

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

while True:
    if len(LOSS) == 10:
        break
    LOSS += [criterion(forward(X), Y).item()]
    for batch in trainloader:
        x, y = batch
        loss = criterion(forward(x), y)
        loss.backward()
        for p in (w, b):
            p.data -= lr * p.grad.data
            p.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
