# expect: practice-losses=wrong practice-model=wrong practice-accuracy=wrong|correct practice-figure=correct
# mistakes:
# note: the part for class 0 is left out of the formula
# never: nothing was trained

# %% practice-train
def cross_entropy(yhat, y):
    return -torch.mean(y * torch.log(yhat))
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
for epoch in range(8):
    LOSS.append(cross_entropy(model(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
accuracy = ((model(X) > 0.5) == (Y > 0.5)).float().mean().item()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
