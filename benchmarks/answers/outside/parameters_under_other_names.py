# expect: practice-losses=correct practice-parameters=wrong practice-figure=correct
# mistakes: result-kept-elsewhere
# note: trains local parameters; the names w and b keep their start values

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
net = torch.nn.Linear(1, 1)
net.weight.data.fill_(w.item())
net.bias.data.fill_(b.item())
opt = torch.optim.SGD(net.parameters(), lr=lr)
for epoch in range(10):
    LOSS.append(criterion(net(X), Y).item())
    for x, y in trainloader:
        opt.zero_grad()
        criterion(net(x), y).backward()
        opt.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
