# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: | batch-update-per-epoch
# note: the update lines are indented too little: one step per epoch with the last pair's gradient

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss = criterion(forward(x), y)
        loss.backward()
    optimizer.step()
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
