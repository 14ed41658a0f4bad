# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: trained-on-x-as-target
# note: both names bound to the inputs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for data in trainloader:
        x = data[0]
        y = data[0]
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
