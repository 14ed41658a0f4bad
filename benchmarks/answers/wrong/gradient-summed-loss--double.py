# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: gradient-summed-loss | learning-rate-too-large
# note: adds the sample's loss twice before backward

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        opt.zero_grad()
        loss = criterion(forward(x), y)
        loss += criterion(forward(x), y)
        loss.backward()
        opt.step()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
