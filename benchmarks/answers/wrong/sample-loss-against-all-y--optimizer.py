# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: sample-loss-against-all-y
# note: the same with an optimizer and mean written out

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
opt = torch.optim.SGD([w, b], lr=lr)
for epoch in range(10):
    LOSS.append(((forward(X) - Y) ** 2).mean().item())
    for x, y in trainloader:
        opt.zero_grad()
        cost = ((forward(x) - Y) ** 2).mean()
        cost.backward()
        opt.step()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
