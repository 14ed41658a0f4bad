# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere
# note: builds all its data anew with typed slope, bias, noise and seed

# %% practice-train
torch.manual_seed(1)
my_X = torch.arange(-3, 3, 0.1).view(-1, 1)
my_f = my_X - 1
my_Y = my_f + 0.1 * torch.randn(my_X.size())
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(my_X), my_Y).item())
    for x, y in zip(my_X, my_f):
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
