# Loop without function.
# students: 3
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.linear.weight.data.fill_(-15)
model.linear.bias.data.fill_(-10)
optimizer = optim.SGD(model.parameters(), lr=0.1)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in zip(X, Y):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
