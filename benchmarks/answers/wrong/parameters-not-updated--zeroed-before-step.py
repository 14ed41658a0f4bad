# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: parameters-not-updated
# note: zero_grad between backward and step, so that no step does anything

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
