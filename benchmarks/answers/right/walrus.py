# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: assignment expressions

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
while (n := len(LOSS)) < 10:
    LOSS.append((total := criterion(forward(X), Y)).item())
    for x, y in trainloader:
        (loss := criterion(forward(x), y)).backward()
        for p in (w, b):
            p.data -= lr * (g := p.grad)
            g.zero_()
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
