# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
train_error = torch.zeros(4)
validation_error = torch.zeros(4)
best_so_far = float("inf")
for k in range(4):
    w = torch.tensor(-15.0, requires_grad=True)
    b = torch.tensor(-10.0, requires_grad=True)
    for epoch in range(5):
        for x, y in zip(train_data.x, train_data.y):
            loss = torch.mean((w * x + b - y) ** 2)
            loss.backward()
            w.data = w.data - learning_rates[k] * w.grad.data
            b.data = b.data - learning_rates[k] * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
    train_error[k] = torch.mean((w * train_data.x + b - train_data.y) ** 2).data
    validation_error[k] = torch.mean((w * val_data.x + b - val_data.y) ** 2).data
    if validation_error[k] < best_so_far:
        best_so_far = validation_error[k]
        best_lr = learning_rates[k]
        good_model = nn.Linear(1, 1)
        good_model.weight.data = w.data.view(1, 1)
        good_model.bias.data = b.data.view(1)

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
