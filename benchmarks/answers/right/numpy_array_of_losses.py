# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: LOSS becomes an array after training

# %% practice-train
import numpy as np
losses = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    losses.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
LOSS = np.array(losses)
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
