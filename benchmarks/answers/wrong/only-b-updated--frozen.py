# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: only-b-updated
# note: nn.Linear with the weight frozen

# %% practice-train
LOSS = []
line = torch.nn.Linear(1, 1)
line.weight.data.fill_(-12.0)
line.bias.data.fill_(-10.0)
line.weight.requires_grad_(False)
optimizer = torch.optim.SGD([p for p in line.parameters() if p.requires_grad], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(line(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(line(x), y).backward()
        optimizer.step()
w, b = line.weight.item(), line.bias.item()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
