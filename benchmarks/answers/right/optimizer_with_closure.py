# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: hands a closure to step, two parameter groups

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
opt = torch.optim.SGD([{"params": [w]}, {"params": [b], "lr": lr}], lr=lr)

for _ in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        def closure():
            opt.zero_grad(set_to_none=True)
            loss = criterion(forward(x), y)
            loss.backward()
            return loss
        opt.step(closure)
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
