# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: batch-update-per-epoch | mini-batches
# note: goes through the loader, but collects the gradients and steps once with their mean

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    opt.zero_grad()
    for x, y in trainloader:
        loss = criterion(forward(x), y) / len(trainloader)
        loss.backward()
    opt.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
