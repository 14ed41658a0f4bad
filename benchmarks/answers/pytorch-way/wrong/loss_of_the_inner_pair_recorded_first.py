# expect: practice-model=correct practice-losses=wrong practice-figure=correct
# mistakes: loss-against-inner-y|loss-of-last-sample|loss-against-other-data|
# note: the total loss is taken behind the loop, against the last pair's target

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)
for epoch in range(10):
    for x, y in trainloader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    LOSS.append(criterion(model(X), y).item())
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")
