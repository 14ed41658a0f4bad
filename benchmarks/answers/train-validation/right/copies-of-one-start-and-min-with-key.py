# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
from copy import deepcopy

start = linear_regression(1, 1)
start.load_state_dict({"linear.weight": torch.tensor([[-15.0]]), "linear.bias": torch.tensor([-10.0])})

results = []
for lr in learning_rates:
    m = deepcopy(start)
    opt = optim.SGD(m.parameters(), lr=lr)
    epoch = 0
    while epoch < 5:
        for i in range(len(train_data)):
            x, y = train_data[i]
            opt.zero_grad()
            loss = criterion(m(x), y)
            loss.backward()
            opt.step()
        epoch = epoch + 1
    t = criterion(m(train_data.x), train_data.y).item()
    v = criterion(m(val_data.x), val_data.y).item()
    results.append((v, t, lr, m))

train_error = [r[1] for r in results]
validation_error = [r[0] for r in results]
_, _, best_lr, good_model = min(results, key=lambda r: r[0])

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
