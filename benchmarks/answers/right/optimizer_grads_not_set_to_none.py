# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: zero_grad(set_to_none=False) after the step, loss taken out with .data

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD(params=[w, b], lr=lr, momentum=0.0, weight_decay=0.0, foreach=False)

def training(epochs):
    for e in range(epochs):
        LOSS.append(criterion(forward(X), Y).data.item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            opt.step()
            opt.zero_grad(set_to_none=False)

training(10)
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
