# expect: practice-losses=correct practice-parameters=correct practice-figure=wrong
# mistakes: plots-another-list
# values: plots-another-list=LOSS_BGD
# note: plots the batch run only

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
def train(n):
    for e in range(n):
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w.data -= lr * w.grad
            b.data -= lr * b.grad
            w.grad.zero_()
            b.grad.zero_()
train(10)
# %% practice-plot
plt.plot(LOSS_BGD, label="training loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
