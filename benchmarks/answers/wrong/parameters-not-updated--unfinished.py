# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: parameters-not-updated
# note: records ten times, trains never

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        pass   # how do I update here?
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
