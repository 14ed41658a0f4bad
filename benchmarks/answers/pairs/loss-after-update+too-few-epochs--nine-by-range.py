# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-after-update too-few-epochs
# values: too-few-epochs=9
# note: range(1, 10), recorded at the ends

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(1, 10):
    for x, y in trainloader:
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
    with torch.no_grad():
        LOSS.append(criterion(forward(X), Y).item())
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
