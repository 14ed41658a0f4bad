# expect: practice-losses=missing practice-parameters=missing practice-figure=wrong
# mistakes: name-misspelt
# note: a misspelt name in the first line that matters

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS.append(criterion(foward(X), Y).item())
    for x, y in trainloader:
        criterion(foward(x), y).backward()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
