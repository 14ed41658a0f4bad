# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: b-updated-with-w-gradient
# note: one gradient variable for both

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        g = w.grad.item()
        for p in (w, b):
            p.data -= lr * g
            p.grad.zero_()
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
