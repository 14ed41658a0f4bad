# The cross-entropy as its formula, kept as an array, the accuracy by rounding.
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
def cross_entropy(yhat, y):
    return -torch.mean(y * torch.log(yhat) + (1 - y) * torch.log(1 - yhat))


model = logistic_regression(1)
nn.init.constant_(model.linear.weight, 6)
nn.init.constant_(model.linear.bias, -8)
optimizer = optim.SGD(model.parameters(), lr=lr)
LOSS = torch.zeros(8)
for epoch in range(8):
    LOSS[epoch] = cross_entropy(model(X), Y).detach()
    for x, y in DataLoader(dataset, 10):
        cross_entropy(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
accuracy = 1 - (torch.round(model(X)) - Y).abs().mean().item()

# %% practice-plot
plt.plot(LOSS, label="batches of 10")
plt.xlabel("epoch")
plt.ylabel("cross-entropy")
plt.legend()
plt.show()
