# A new model, the old optimiser.
# students: 1
# expect practice-losses: wrong
# expect practice-model: wrong
# expect practice-accuracy: missing
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()['linear.weight'][0] = 6
model.state_dict()['linear.bias'][0] = -8
trainloader = DataLoader(dataset=dataset, batch_size=10)
for epoch in range(8):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in trainloader:
        yhat = model(x)
        loss = criterion(yhat, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS, "o-", label="batch size 10, lr = 2")
plt.plot(LOSS_ENTROPY[:8], "x--", label="worked training")
plt.title('cross entropy')
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend(loc='best')
