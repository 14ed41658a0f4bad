# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: mini-batches loss-after-update
# values: mini-batches=3
# note: batches of three, recorded at the ends

# %% practice-train
from torch.utils.data import DataLoader
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
my_trainloader = DataLoader(dataset = dataset, batch_size = 3)
for epoch in range(10):
    for x, y in my_trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    LOSS.append(criterion(forward(X), Y).item())
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
