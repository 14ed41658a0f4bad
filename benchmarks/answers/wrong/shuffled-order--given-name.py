# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: shuffled-order
# note: trainloader itself made anew with shuffle=True and a seed

# %% practice-train
torch.manual_seed(42)
trainloader = torch.utils.data.DataLoader(dataset=dataset, batch_size=1, shuffle=True)
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
