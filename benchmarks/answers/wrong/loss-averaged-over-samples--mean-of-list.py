# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-averaged-over-samples
# note: np.mean over the losses of the samples

# %% practice-train
import numpy as np
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)

def train_one_epoch():
    epoch_losses = []
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = criterion(forward(x), y)
        loss.backward()
        optimizer.step()
        epoch_losses.append(loss.item())
    return np.mean(epoch_losses)

for _ in range(10):
    LOSS.append(train_one_epoch())
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
