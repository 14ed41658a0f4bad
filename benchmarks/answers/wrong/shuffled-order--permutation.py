# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: shuffled-order
# note: a new random permutation of the indices in each epoch

# %% practice-train
import numpy as np
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for i in np.random.permutation(len(dataset)):
        x, y = dataset[int(i)]
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
