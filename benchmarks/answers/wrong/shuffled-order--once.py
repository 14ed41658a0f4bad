# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: shuffled-order
# note: shuffled once before training, the same order in every epoch

# %% practice-train
import random
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
pairs = [dataset[i] for i in range(len(dataset))]
random.Random(3).shuffle(pairs)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in pairs:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
