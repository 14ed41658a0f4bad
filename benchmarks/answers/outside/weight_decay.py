# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: weight decay of 0.01

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr, weight_decay=0.01)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
