# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: gradient-ascent | gradient-ascent diverged
# note: the optimizer is told to maximise

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr, maximize=True)
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
