# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: nn.Linear with SGD, numbers copied into w and b at the end

# %% practice-train
from torch import nn, optim

LOSS = []
model = nn.Linear(1, 1)
model.state_dict()["weight"][0] = -12.0
model.state_dict()["bias"][0] = -10.0
optimizer = optim.SGD(model.parameters(), lr=lr)
loss_fn = nn.MSELoss()

for epoch in range(10):
    LOSS.append(loss_fn(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss_fn(model(x), y).backward()
        optimizer.step()

w = model.weight.item()
b = model.bias.item()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
