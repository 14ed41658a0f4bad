# The cross-entropy as its formula.
# students: 2
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
def criterion2(yhat, y):
    out = -1 * torch.mean(y * torch.log(yhat) + (1 - y) * torch.log(1 - yhat))
    return out

LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'].data[0] = torch.tensor([[6.]])
model.state_dict()['linear.bias'].data[0] = torch.tensor([[-8.]])
optimizer = torch.optim.SGD(model.parameters(), lr=2)
loader = DataLoader(dataset, batch_size=10, shuffle=False)
for epoch in range(8):
    LOSS.append(float(criterion2(model(X), Y)))
    for xb, yb in loader:
        optimizer.zero_grad()
        criterion2(model(xb), yb).backward()
        optimizer.step()
accuracy = float((model(X).round() == Y).sum()) / Y.numel()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
