# Model right no list, no-list-at-all.
# students: 1
# expect practice-model: correct
# expect practice-losses: missing
# expect practice-figure: missing

# %% practice-train
model = linear_regression(1,1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)
def my_train_model(epochs):
    for epoch in range(epochs):
        for x,y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
my_train_model(10)
model.state_dict()
# %% practice-plot
get_surface.plot_ps()

# %% practice-explain [markdown]
# The optimizer does the updates for us.
