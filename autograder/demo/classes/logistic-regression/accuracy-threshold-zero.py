# Every probability is above 0.
# students: 1
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: wrong
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
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
label = model(X) > 0
accuracy = torch.mean((label == (Y > 0.5)).float()).item()
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
