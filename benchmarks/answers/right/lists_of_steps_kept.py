# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: keeps every w, b and sample loss besides

# %% practice-train
LOSS, sample_losses, ws, bs = [], [], [], []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        ws.append(w.item()); bs.append(b.item())
        loss = criterion(forward(x), y)
        sample_losses.append(loss.item())
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig, (left, right) = plt.subplots(ncols=2, figsize=(11, 4))
left.plot(LOSS, "o-", label="LOSS")
left.set_xlabel("epoch")
left.set_ylabel("total loss")
left.legend()
right.plot(ws, bs, label="path")
right.set_xlabel("w")
right.set_ylabel("b")
right.legend()
plt.show()
