# expect: practice-model=correct practice-losses=wrong practice-figure=correct
# mistakes: loss-summed-over-samples|loss-summed|loss-averaged-over-samples loss-summed|loss-averaged-over-samples
# note: adds up the losses of the pairs while the parameters move

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

def my_train_model(epochs):
    for epoch in range(epochs):
        total = 0
        for x, y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        LOSS.append(total)

my_train_model(10)
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
