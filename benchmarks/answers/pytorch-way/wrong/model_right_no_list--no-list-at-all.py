# expect: practice-model=correct practice-losses=missing practice-figure=missing
# mistakes: losses-not-kept|
# note: trains rightly, records nothing, plots nothing
# never: nothing was trained

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
