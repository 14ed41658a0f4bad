# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-summed
# note: MSELoss with reduction sum, for record and training (no difference for one pair)

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
loss_function = torch.nn.MSELoss(reduction="sum")
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(loss_function(forward(X), Y).item())
    for x, y in trainloader:
        optimizer.zero_grad()
        loss_function(forward(x), y).backward()
        optimizer.step()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
