# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: parameters-not-updated
# note: backward and zeroing, but the update lines are missing

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.grad.data.zero_()
            b.grad.data.zero_()
my_train_model(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
