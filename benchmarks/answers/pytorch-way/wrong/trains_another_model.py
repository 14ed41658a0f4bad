# expect: practice-model=wrong practice-losses=correct practice-figure=correct
# mistakes: result-kept-elsewhere
# note: the trained model is called net; model is still the worked one

# %% practice-train
LOSS = []
net = linear_regression(1, 1)
net.state_dict()["linear.weight"][0] = -15
net.state_dict()["linear.bias"][0] = -10
opt = optim.SGD(net.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(net(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
        opt.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        opt.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
