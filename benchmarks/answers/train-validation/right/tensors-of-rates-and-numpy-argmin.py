# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
import numpy as np
rates = torch.tensor(learning_rates)
train_error = np.zeros(4)
validation_error = np.zeros(4)
MODELS = []
data = list(DataLoader(train_data, batch_size=1))
for j, r in enumerate(rates):
    model = linear_regression(1, 1)
    nn.init.constant_(model.linear.weight, -15)
    nn.init.constant_(model.linear.bias, -10)
    opt = optim.SGD(model.parameters(), lr=r.item())
    for epoch in range(1, 6):
        for x, y in data:
            model.zero_grad()
            loss = ((model(x) - y) ** 2).mean()
            loss.backward()
            opt.step()
    with torch.no_grad():
        train_error[j] = ((model(train_data.x) - train_data.y) ** 2).mean()
        validation_error[j] = ((model(val_data.x) - val_data.y) ** 2).mean()
    MODELS += [model]
best_lr = rates[np.argmin(validation_error)]
good_model = MODELS[np.argmin(validation_error)]

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
