# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: LOSS is a torch tensor filled by index

# %% practice-train
LOSS = torch.zeros(10)
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS[epoch] = criterion(forward(X), Y).item()
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad.data
        b.data -= lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
