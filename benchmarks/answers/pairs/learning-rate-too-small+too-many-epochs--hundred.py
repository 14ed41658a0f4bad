# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-small too-many-epochs
# values: learning-rate-too-small=0.001 too-many-epochs=100
# note: a small rate made up for by more epochs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=0.001)
def fit(epochs=100):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            opt.zero_grad()
            criterion(forward(x), y).backward()
            opt.step()
fit()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
