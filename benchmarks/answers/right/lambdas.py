# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: model and cost as lambdas of its own

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
model = lambda x: w * x + b
mse = lambda p, t: ((p - t) ** 2).mean()
upd = lambda p: (p.data.sub_(lr * p.grad), p.grad.zero_())

for e in range(10):
    LOSS.append(mse(model(X), Y).item())
    for x, y in trainloader:
        mse(model(x), y).backward()
        upd(w), upd(b)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
