# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: collects in a dictionary, takes LOSS from it

# %% practice-train
from collections import defaultdict
history = defaultdict(list)
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    history["epoch"].append(epoch)
    history["loss"].append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
LOSS = history["loss"]
# %% practice-plot
plt.plot(history["epoch"], history["loss"], label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
