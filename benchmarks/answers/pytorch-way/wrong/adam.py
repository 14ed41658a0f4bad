# expect: practice-model=wrong practice-losses=wrong practice-figure=correct
# mistakes: another-optimiser
# note: another optimiser

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()["linear.weight"][0] = -15
model.state_dict()["linear.bias"][0] = -10
optimizer = optim.Adam(model.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")
