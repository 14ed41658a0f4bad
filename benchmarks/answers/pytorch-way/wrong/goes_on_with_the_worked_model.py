# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: start-not-reset
# note: a new optimiser, but for the model that is trained already

# %% practice-train
LOSS = []
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        yhat = model(x)
        loss = criterion(yhat, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(len(LOSS)), LOSS, 'r.-', label='my training')
ax.semilogy(LOSS_SLOW, 'b.-', label='worked training')
ax.set_xlabel('Epochs')
ax.set_ylabel('Loss')
ax.legend()
