# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-after-update loss-rooted
# note: root mean squared error at the end of each epoch

# %% practice-train
model = torch.nn.Linear(1, 1)
model.weight.data.fill_(-12.0)
model.bias.data.fill_(-10.0)
sgd = torch.optim.SGD(model.parameters(), lr=lr)
mse = torch.nn.MSELoss()
LOSS = []
for epoch in range(10):
    for x, y in trainloader:
        sgd.zero_grad()
        mse(model(x), y).backward()
        sgd.step()
    with torch.no_grad():
        LOSS.append(mse(model(X), Y).sqrt().item())
w, b = model.weight.item(), model.bias.item()
# %% practice-plot
fig = plt.figure()
ax = fig.add_subplot(111)
ax.plot(LOSS, marker="x", label="practice")
ax.set(xlabel="epoch", ylabel="loss", title="Practice run")
ax.legend()
plt.show()
