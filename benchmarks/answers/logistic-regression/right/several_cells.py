# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()["linear.weight"][0] = 6
model.state_dict()["linear.bias"][0] = -8
# %% own
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
# %% own
for epoch in range(8):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
# %% own
hits = [(model(x) > 0.5).item() == bool(y) for x, y in dataset]
accuracy = sum(hits) / len(hits)
accuracy
# %% practice-plot
plt.plot(LOSS, "o-", label="batch size 10, lr = 2")
plt.plot(LOSS_ENTROPY[:8], "x--", label="worked training")
plt.title('cross entropy')
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend(loc='best')
