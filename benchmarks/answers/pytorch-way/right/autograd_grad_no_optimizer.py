# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: gradients taken directly, no optimiser at all

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
with torch.no_grad():
    model.linear.weight[:] = -15
    model.linear.bias[:] = -10
lr = 0.1
for ep in range(10):
    LOSS += [criterion(model(X), Y).item()]
    for xy in DataLoader(dataset, batch_size=1):
        loss = criterion(model(xy[0]), xy[1])
        grads = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), grads):
                p -= lr * g
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
