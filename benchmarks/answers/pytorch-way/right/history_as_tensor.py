# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: a tensor of ten losses, and the gradients cleared after the step

# %% practice-train
model = linear_regression(1, 1)
sd = model.state_dict()
sd['linear.weight'][0] = -15
sd['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr=0.1)
LOSS = torch.zeros(10)
for k in range(10):
    LOSS[k] = criterion(model(X), Y).item()
    for x, y in DataLoader(dataset):
        criterion(model(x), y).backward()
        optimizer.step()
        optimizer.zero_grad()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
