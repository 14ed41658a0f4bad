# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:
# note: the loss from the output of the line

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.linear.weight.data.fill_(6)
model.linear.bias.data.fill_(-8)
cost = nn.BCEWithLogitsLoss()
optimizer = optim.SGD(model.parameters(), lr=lr)
for epoch in range(8):
    LOSS.append(cost(model.linear(X), Y).item())
    for x, y in DataLoader(dataset, 10):
        optimizer.zero_grad()
        cost(model.linear(x), y).backward()
        optimizer.step()
accuracy = ((model.linear(X) > 0) == (Y == 1)).double().mean().item()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
