# expect: practice-losses=wrong practice-model=wrong practice-accuracy=wrong|correct practice-figure=correct
# mistakes: start-not-set
# note: as PyTorch makes it

# %% practice-train
LOSS = []
model = logistic_regression(1)
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
for epoch in range(8):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        yhat = model(x)
        loss = criterion(yhat, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
