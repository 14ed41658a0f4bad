# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update loss-against-clean-line
# note: over the dataset's points, at the end of each epoch

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    for x, y in trainloader:
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
    LOSS.append(criterion(forward(dataset.x), dataset.y).item())
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
