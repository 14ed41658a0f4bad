# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: SGD with momentum 0.9

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr / 10, momentum=0.9)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
