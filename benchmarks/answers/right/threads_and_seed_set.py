# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: sets thread number and seeds, which must not matter

# %% practice-train
import numpy as np
import random
torch.manual_seed(0); np.random.seed(0); random.seed(0)
torch.set_num_threads(2)
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
for epoch in range(10):
    LOSS.append(criterion(forward(X.to(device)), Y.to(device)).cpu().item())
    for x, y in trainloader:
        x, y = x.to(device), y.to(device)
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
torch.set_num_threads(1)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
