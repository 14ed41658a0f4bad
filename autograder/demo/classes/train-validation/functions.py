# Right, in functions of one's own.
# students: 2
# expect practice-errors: correct
# expect practice-choice: correct
# expect practice-figure: correct

# %% practice-train
train_error = []
validation_error = []

def fit(rate):
    net = linear_regression(1, 1)
    with torch.no_grad():
        net.linear.weight.fill_(-15.0)
        net.linear.bias.fill_(-10.0)
    opt = torch.optim.SGD(net.parameters(), lr=rate)
    for _ in range(5):
        for xb, yb in trainloader:
            opt.zero_grad()
            criterion(net(xb), yb).backward()
            opt.step()
    return net

def mse(net, data):
    net.eval()
    with torch.no_grad():
        return criterion(net(data.x), data.y).item()

models = {}
for rate in learning_rates:
    models[rate] = fit(rate)
    train_error.append(mse(models[rate], train_data))
    validation_error.append(mse(models[rate], val_data))

best_lr = learning_rates[validation_error.index(min(validation_error))]
good_model = models[best_lr]

# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(learning_rates, train_error, "r-o", label="train")
ax.plot(learning_rates, validation_error, "b-o", label="val")
ax.set_xscale("log")
ax.set_xlabel("learning rate")
ax.set_ylabel("MSE")
ax.legend()

# %% practice-explain [markdown]
# 1. I think because of the outliers.
# 2. You would not see it.
