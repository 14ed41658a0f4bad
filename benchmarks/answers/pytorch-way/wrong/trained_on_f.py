# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: trained-on-clean-line|trained-against-other-data|loss-against-clean-line trained-on-clean-line
# note: learns from the true line

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in zip(X, f):
        loss = criterion(model(x), y)
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
