# expect: practice-losses=wrong practice-model=wrong practice-accuracy=wrong|correct practice-figure=correct
# mistakes: start-not-reset
# note: no new model

# %% practice-train
LOSS = []
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
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
