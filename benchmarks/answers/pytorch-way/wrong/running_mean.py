# expect: practice-model=correct practice-losses=wrong practice-figure=correct
# mistakes: loss-averaged-over-samples
# note: the mean of the losses of the pairs, each taken on its way

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

for epoch in range(10):
    running_loss = 0.0
    for i, (x, y) in enumerate(trainloader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
    LOSS.append(running_loss / len(trainloader))
    print(f"epoch {epoch}: {running_loss / len(trainloader):.3f}")
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")
