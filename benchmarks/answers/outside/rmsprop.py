# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: RMSprop with its own rate

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.RMSprop([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        criterion(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
