# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: w is left with shape (1, 1), b with shape (1,)

# %% practice-train
import torch.nn as nn

LOSS = []
net = nn.Linear(1, 1)
with torch.no_grad():
    net.weight.fill_(-12)
    net.bias.fill_(-10)
for epoch in range(10):
    with torch.no_grad():
        LOSS.append(criterion(net(X), Y).item())
    for x, y in trainloader:
        net.zero_grad()
        criterion(net(x), y).backward()
        with torch.no_grad():
            for p in net.parameters():
                p -= lr * p.grad
w, b = net.weight, net.bias
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
