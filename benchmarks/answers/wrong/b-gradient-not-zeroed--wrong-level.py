# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: b-gradient-not-zeroed
# note: b.grad is zeroed before the training only

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
b.grad = torch.tensor(0.0)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        w.grad = None
        loss = criterion(forward(x), y)
        loss.backward()
        w.data.sub_(lr * w.grad)
        b.data.sub_(lr * b.grad)
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
