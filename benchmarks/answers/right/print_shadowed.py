# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: overwrites print and list by accident

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
print = lambda *args, **kwargs: None
list = LOSS
sum = 0
for epoch in range(10):
    loss = criterion(forward(X), Y).item()
    sum = sum + loss
    list.append(loss)
    print(loss)
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
