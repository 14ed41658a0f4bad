# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.2)
loss_fn = torch.nn.MSELoss()
for _ in range(15):
    optimizer.zero_grad()
    loss = loss_fn(forward(X), Y)
    loss.backward()
    LOSS2.append(float(loss))
    optimizer.step()
# %% practice-plot
plt.semilogy(LOSS, label="slow")
plt.semilogy(LOSS2, label="fast")
plt.xlabel("iteration"); plt.ylabel("MSE"); plt.legend(); plt.grid()
