# expect: practice-losses=missing practice-parameters=correct practice-figure=correct
# mistakes: appended-to-another-list
# values: appended-to-another-list=LOSS1
# note: a list of another name, and no LOSS at all

# %% practice-train
LOSS1 = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS1.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS1, label="LOSS1")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
