# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: appended-to-another-list
# values: appended-to-another-list=losses
# note: an own list beside LOSS; LOSS stays empty and so does its plot

# %% practice-train
LOSS = []
losses = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    losses.append(criterion(forward(X), Y).item())
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
