# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: LOSS of np.float64, w and b as 0-d arrays

# %% practice-train
import numpy as np
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for i in range(10):
    LOSS.append(np.float64(criterion(forward(X), Y).detach().numpy()))
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
w = w.detach().numpy()
b = b.detach().numpy()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
