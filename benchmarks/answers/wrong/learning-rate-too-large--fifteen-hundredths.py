# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-large
# values: learning-rate-too-large=0.15
# note: an argument with its own default

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def train(epochs, learning_rate=0.15):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            for p in [w, b]:
                p.data = p.data - learning_rate * p.grad.data
                p.grad.data.zero_()

train(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
