# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: trained-on-noisy-pairs
# note: an own loader over X and Y

# %% practice-train
from torch.utils.data import TensorDataset, DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
loader = DataLoader(TensorDataset(X, Y), batch_size=1, shuffle=False)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in loader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
