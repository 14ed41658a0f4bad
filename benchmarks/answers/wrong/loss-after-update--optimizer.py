# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update
# note: the usual PyTorch loop with an evaluation at its end

# %% practice-train
import torch.nn as nn
model = nn.Linear(1, 1)
nn.init.constant_(model.weight, -12.0)
nn.init.constant_(model.bias, -10.0)
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
LOSS = []
for epoch in range(10):
    model.train()
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        LOSS.append(criterion(model(X), Y).item())
w = model.weight.item()
b = model.bias.item()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
