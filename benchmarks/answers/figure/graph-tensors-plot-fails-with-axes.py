# expect: practice-losses=correct practice-parameters=correct practice-figure=missing
# mistakes: history-keeps-graph
# note: the same with an axes object and a range on the horizontal axis

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    total = criterion(forward(X), Y)
    LOSS.append(total)
    for x, y in trainloader:
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(10), LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
