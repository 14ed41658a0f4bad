# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:
# note: losses with their graph, detached for the plot; the accuracy stays a tensor

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
def go(n):
    for epoch in range(n):
        LOSS.append(criterion(model(X), Y))
        for x, y in trainloader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
go(8)
accuracy = 1 - torch.abs(torch.round(model(X)) - Y).mean()
# %% practice-plot
plt.plot([l.detach() for l in LOSS], label="LOSS")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
