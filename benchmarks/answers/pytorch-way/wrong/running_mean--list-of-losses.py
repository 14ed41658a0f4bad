# expect: practice-model=correct practice-losses=wrong practice-figure=correct
# mistakes: loss-averaged-over-samples
# note: a list for each epoch, and its mean

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)
for epoch in range(10):
    batch_losses = []
    for x, y in trainloader:
        loss = criterion(model(x), y)
        batch_losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    LOSS.append(sum(batch_losses) / len(batch_losses))
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(len(LOSS)), LOSS, 'r.-', label='my training')
ax.semilogy(LOSS_SLOW, 'b.-', label='worked training')
ax.set_xlabel('Epochs')
ax.set_ylabel('Loss')
ax.legend()
