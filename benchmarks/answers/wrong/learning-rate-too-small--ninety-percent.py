# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: learning-rate-too-small
# values: learning-rate-too-small=0.09
# note: a rate of its own under another name

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
eta = 0.09
def train():
    for epoch in range(10):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            with torch.no_grad():
                w.sub_(eta * w.grad)
                b.sub_(eta * b.grad)
            w.grad.zero_()
            b.grad.zero_()
train()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
