# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: a progress bar written to stderr

# %% practice-train
import sys

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def progress(iterable):
    items = [*iterable]
    for i, item in enumerate(items):
        sys.stderr.write(f"\r{100 * (i + 1) // len(items):3d}%|{'#' * (i + 1):<10}| {i + 1}/{len(items)}")
        sys.stderr.flush()
        yield item
    sys.stderr.write("\n")

for epoch in progress(range(10)):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
