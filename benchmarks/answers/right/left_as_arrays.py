# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: w and b end as NumPy arrays of shape (1,)

# %% practice-train
LOSS = []
w = torch.tensor([-12.0], requires_grad = True)
b = torch.tensor([-10.0], requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
w = w.detach().numpy()
b = b.detach().numpy()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
