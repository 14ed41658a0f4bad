# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-against-x learning-rate-too-small
# values: learning-rate-too-small=0.01
# note: rate 0.01 and X as target of the record

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=0.01)
for epoch in range(10):
    LOSS.append(criterion(forward(X), X).item())
    for x, y in trainloader:
        opt.zero_grad()
        criterion(forward(x), y).backward()
        opt.step()
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
