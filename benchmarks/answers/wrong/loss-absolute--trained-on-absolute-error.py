# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-absolute
# note: trains on the absolute error, records the squared one

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
l1 = torch.nn.L1Loss()
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        l1(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
