# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes: same-numbers-everywhere | plots-another-list |
# note: the curve is typed, so it is not LOSS under other data

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
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
plt.plot([576.709656, 73.436104, 17.168634, 4.242830, 0.941965, 0.266524, 0.052187, 0.027348, 0.008678, 0.010460],
         label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
