# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-per-sample
# note: wrong indentation of the recording lines, optimizer style

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    for x, y in trainloader:
        Yhat = forward(X)
        total = criterion(Yhat, Y)
        LOSS.append(float(total))
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="all 600 steps")
ax.set_xlabel("step")
ax.set_ylabel("total loss")
ax.legend()
