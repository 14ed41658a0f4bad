# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: resets matplotlib's settings before the plot

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
plt.rcdefaults()
plt.style.use("default")
plt.style.use("ggplot")
plt.step(range(10), LOSS, where="mid", label="loss per epoch")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
