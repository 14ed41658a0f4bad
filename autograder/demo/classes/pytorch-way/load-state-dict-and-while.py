# Load state dict and while.
# students: 2
# expect practice-model: correct
# expect practice-losses: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = linear_regression(1, 1)
model.load_state_dict({"linear.weight": torch.tensor([[-15.0]]), "linear.bias": torch.tensor([-10.0])})
optimizer = torch.optim.SGD(params=model.parameters(), lr=1e-1)
epochs_done = 0
while epochs_done < 10:
    with torch.no_grad():
        total = torch.mean((model(dataset.x) - dataset.y) ** 2)
    LOSS.append(float(total))
    for i in range(len(dataset)):
        xi, yi = dataset[i]
        optimizer.zero_grad()
        ((model(xi) - yi) ** 2).backward()
        optimizer.step()
    epochs_done += 1
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(range(len(LOSS)), LOSS, 'r.-', label='my training')
ax.semilogy(LOSS_SLOW, 'b.-', label='worked training')
ax.set_xlabel('Epochs')
ax.set_ylabel('Loss')
ax.legend()

# %% practice-explain [markdown]
# 1. The module holds w and b, the criterion is the mean squared error, and the optimizer does what our two lines with w.data and b.data did.
# 2. zero_grad sets the gradients back, because backward adds to what is there.
