# As published.
# students: 5
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1,1)
model.state_dict()['linear.weight'][0] = -15
model.state_dict()['linear.bias'][0] = -10
get_surface = plot_error_surfaces(15, 13, dataset.x, dataset.y, 30, go = False)
optimizer = optim.SGD(model.parameters(), lr = 0.1)
trainloader = DataLoader(dataset = dataset, batch_size = 1)

def my_train_model(iter):
    for epoch in range(iter):
        LOSS.append(criterion(model(X), Y).tolist())
        for x, y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            get_surface.set_para_loss(model, loss.tolist())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        get_surface.plot_ps()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
