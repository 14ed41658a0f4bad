# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: model, loop and call in cells of their own

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15.0
model.state_dict()["linear.bias"][0] = -10.0
# %% own
optimizer = optim.SGD(model.parameters(), lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1, shuffle=False)
len(trainloader)
# %% own
def one_epoch():
    for x, y in trainloader:
        optimizer.zero_grad()
        yhat = model(x)
        loss = criterion(yhat, y)
        loss.backward()
        optimizer.step()
# %% own
for i in range(10):
    LOSS.append(criterion(model(X), Y).item())
    one_epoch()
print(LOSS)
model.state_dict()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(len(LOSS)), LOSS, 'r.-', label='my training')
ax.semilogy(LOSS_SLOW, 'b.-', label='worked training')
ax.set_xlabel('Epochs')
ax.set_ylabel('Loss')
ax.legend()
