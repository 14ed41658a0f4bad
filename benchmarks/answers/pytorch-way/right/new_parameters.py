# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: the parameters are replaced before the optimiser is made

# %% practice-train
model = linear_regression(1, 1)
model.linear.weight = nn.Parameter(torch.tensor([[-15.0]]))
model.linear.bias = nn.Parameter(torch.tensor([-10.0]))
optimizer = optim.SGD([model.linear.weight, model.linear.bias], lr=0.1)
trainloader = DataLoader(dataset=dataset, batch_size=1)
LOSS = []
for epoch in range(10):
    yhat_all = model(X)
    LOSS.append(criterion(yhat_all, Y).data.item())
    for x, y in trainloader:
        optimizer.zero_grad(set_to_none=False)
        yhat = model(x)
        loss = criterion(yhat, y)
        loss.backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('epoch')
plt.ylabel('Cost/total loss')
plt.legend()
plt.show()
