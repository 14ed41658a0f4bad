# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes: plots-another-list
# values: plots-another-list=LOSS_SGD
# note: plots the stochastic run

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS_SGD, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("loss")
ax.legend()
