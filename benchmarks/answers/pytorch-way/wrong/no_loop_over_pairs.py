# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: batch-update-per-epoch|all-data-at-each-update|mini-batches
# note: batch gradient descent: one update per epoch from all pairs

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

for epoch in range(10):
    yhat = model(X)
    loss = criterion(yhat, Y)
    LOSS.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
