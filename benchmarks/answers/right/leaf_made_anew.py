# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: every update makes new leaf tensors instead of changing them in place

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for ep in range(10):
    LOSS.append(criterion(forward(X), Y).detach().numpy().item())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w = (w - lr * w.grad).detach().requires_grad_()
        b = (b - lr * b.grad).detach().requires_grad_()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
