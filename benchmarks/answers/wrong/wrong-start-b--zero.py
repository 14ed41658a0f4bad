# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-b
# values: wrong-start-b=0
# note: the layer's bias set to zero

# %% practice-train
import torch.nn as nn
net = nn.Linear(1, 1)
net.weight.data[:] = -12.0
nn.init.zeros_(net.bias)
opt = torch.optim.SGD(net.parameters(), lr=lr)
LOSS = []
for epoch in range(10):
    LOSS.append(criterion(net(X), Y).item())
    for x, y in trainloader:
        opt.zero_grad()
        criterion(net(x), y).backward()
        opt.step()
w, b = net.weight.item(), net.bias.item()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
