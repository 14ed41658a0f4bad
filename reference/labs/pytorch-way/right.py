# Plain loops over pairs, parameters moved by hand.
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
with torch.no_grad():
    model.linear.weight.fill_(-15.0)
    model.linear.bias.fill_(-10.0)

for epoch in range(10):
    LOSS.append(((model(X) - Y) ** 2).mean().item())
    for x, y in zip(X, Y):
        model.zero_grad()
        criterion(model(x), y).backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.1 * parameter.grad

# %% practice-plot
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
