# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-small wrong-start-w
# values: learning-rate-too-small=0.01 wrong-start-w=-15
# note: own lr and the start of the worked part

# %% practice-train
lr = 0.01
LOSS = []
w = torch.tensor(-15.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
