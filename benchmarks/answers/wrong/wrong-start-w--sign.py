# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: wrong-start-w
# values: wrong-start-w=12
# note: the minus sign lost in a layer's weight

# %% practice-train
model = torch.nn.Linear(1, 1)
model.weight.data.fill_(12.0)
model.bias.data.fill_(-10.0)
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
LOSS = []
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
w, b = model.weight.item(), model.bias.item()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
