# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: no-epoch-loop | too-few-epochs
# note: return is indented into the epoch loop, so there is one epoch only

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
def train(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            opt.zero_grad()
            criterion(forward(x), y).backward()
            opt.step()
        return LOSS
train(10)
# %% practice-plot
plt.plot(LOSS)
plt.xlabel("epoch")
plt.ylabel("cost")
plt.legend(["my model"])
plt.show()
