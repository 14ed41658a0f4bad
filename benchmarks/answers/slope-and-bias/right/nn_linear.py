# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
from torch import nn, optim

model = nn.Linear(1, 1)
model.state_dict()['weight'][0] = -15
model.state_dict()['bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.2)
criterion2 = nn.MSELoss()
LOSS2 = []
for epoch in range(15):
    yhat = model(X)
    loss = criterion2(yhat, Y)
    LOSS2.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
w = model.weight.data
b = model.bias.data
# %% practice-plot
plt.subplot(2, 1, 1)
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("epochs")
plt.ylabel("loss")
plt.legend()
plt.tight_layout()
plt.show()
