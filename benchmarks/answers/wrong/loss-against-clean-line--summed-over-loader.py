# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-clean-line
# note: goes through the loader a first time to measure the loss

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def evaluate():
    total = 0.0
    with torch.no_grad():
        for x, y in trainloader:
            total += criterion(forward(x), y).item()
    return total / len(trainloader)

for epoch in range(10):
    LOSS.append(evaluate())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
