# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: mini-batches too-few-epochs
# values: mini-batches=10 too-few-epochs=5
# note: batches of ten, five epochs

# %% practice-train
from torch.utils.data import DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(5):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=10):
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
