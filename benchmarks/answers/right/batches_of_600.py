# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: one flat loop over 600 updates, loss recorded at each sixtieth

# %% practice-train
import itertools

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
stream = itertools.islice(itertools.cycle(trainloader), 10 * len(trainloader))
for k, (x, y) in enumerate(stream):
    if k % len(trainloader) == 0:
        LOSS.append(criterion(forward(X), Y).item())
    criterion(forward(x), y).backward()
    for p in (w, b):
        p.data -= lr * p.grad
        p.grad = None
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
