# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
train_set = Data(train=True)
validation_set = Data(train=False)
loader = DataLoader(dataset=train_set, batch_size=1)

def total_error(model, data):
    total = 0
    for x, y in DataLoader(data, batch_size=1):
        total += criterion(model(x), y).item()
    return total / len(data)

train_error, validation_error = [], []
lowest = None
for lr in learning_rates:
    model = linear_regression(1, 1)
    model.state_dict()['linear.weight'][0] = -15
    model.state_dict()['linear.bias'][0] = -10
    optimizer = optim.SGD(model.parameters(), lr=lr)
    for epoch in range(5):
        for x, y in loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
    train_error.append(total_error(model, train_set))
    validation_error.append(total_error(model, validation_set))
    if lowest is None or validation_error[-1] < lowest:
        lowest, best_lr, good_model = validation_error[-1], lr, model

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
