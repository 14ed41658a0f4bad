# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: too-few-epochs | start-recorded-extra too-few-epochs
# note: stops once the loss is below one; the number of epochs depends on the data, and the last loss is that of an epoch without updates

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    if LOSS[-1] < 1:
        break
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
