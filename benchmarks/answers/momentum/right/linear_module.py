# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
model = torch.nn.Linear(1, 1)
model.weight.data.fill_(-8.0)
model.bias.data.fill_(12.0)
optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.8)
mse = torch.nn.MSELoss()
LOSS = []
for _ in range(60):
    optimizer.zero_grad()
    loss = mse(model(X), Y)
    loss.backward()
    LOSS.append(loss.item())
    optimizer.step()
w, b = model.weight, model.bias
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
