# expect: practice-model=wrong practice-losses=wrong practice-figure=wrong
# mistakes: gradient-ascent|diverged
# note: by hand, with the wrong sign

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.linear.weight.data.fill_(-15.0)
model.linear.bias.data.fill_(-10.0)
for epoch in range(10):
    LOSS.append(criterion(model(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
        model.zero_grad()
        criterion(model(x), y).backward()
        for p in model.parameters():
            p.data += 0.1 * p.grad
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
