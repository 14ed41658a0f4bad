# expect: practice-losses=wrong practice-model=wrong practice-accuracy=wrong|correct practice-figure=correct
# mistakes: activation-applied-twice
# note: torch.sigmoid around the model

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
for epoch in range(8):
    LOSS.append(criterion(torch.sigmoid(model(X)), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = criterion(torch.sigmoid(model(x)), y)
        loss.backward()
        optimizer.step()
accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
