# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-x
# note: takes the targets from the wrong attribute of the dataset

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
inputs, targets = dataset.x, dataset.x
optimizer = torch.optim.SGD([w, b], lr)
for e in range(10):
    with torch.no_grad():
        LOSS.append(torch.nn.functional.mse_loss(forward(inputs), targets).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
