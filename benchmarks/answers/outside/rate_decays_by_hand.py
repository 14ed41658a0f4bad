# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: the rate is divided by the number of the epoch

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    rate = lr / (epoch + 1)
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= rate * w.grad
        b.data -= rate * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
