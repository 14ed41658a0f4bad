# expect: practice-losses=missing practice-parameters=missing practice-figure=missing
# mistakes: cell-cannot-be-read
# note: mixed indentation

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
       for x, y in trainloader:
            criterion(forward(x), y).backward()
my_train_model(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
