# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-inner-y
# note: enumerate, total of the first step against y

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    for step, (x, y) in enumerate(trainloader):
        opt.zero_grad()
        if step == 0:
            total = torch.nn.functional.mse_loss(forward(X), y.expand_as(X))
            LOSS.append(total.item())
        torch.nn.functional.mse_loss(forward(x), y).backward()
        opt.step()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
