# Function that returns.
# students: 2
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
def fit(net, loader, loss_function, opt, n):
    history = []
    for _ in range(n):
        history.append(loss_function(net(X), Y).item())
        for inputs, targets in loader:
            opt.zero_grad()
            out = net(inputs)
            l = loss_function(out, targets)
            l.backward()
            opt.step()
    return history


model = linear_regression(1, 1)
nn.init.constant_(model.linear.weight, -15.0)
nn.init.constant_(model.linear.bias, -10.0)
LOSS = fit(model, DataLoader(dataset, batch_size=1, shuffle=False), nn.MSELoss(), optim.SGD(model.parameters(), lr=0.1), 10)
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, marker="o", label="LOSS")
plt.plot(LOSS_SLOW, marker="x", label="LOSS_SLOW")
plt.yscale("log")
plt.title("learning rates")
plt.xlabel("epochs done")
plt.ylabel("loss over all data")
plt.legend(loc="upper right")

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
