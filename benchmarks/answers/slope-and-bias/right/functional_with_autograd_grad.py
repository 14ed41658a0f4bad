# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
def grad_step(params, rate):
    loss = criterion(params[0] * X + params[1], Y)
    grads = torch.autograd.grad(loss, params)
    return loss.item(), [(p - rate * g).detach().requires_grad_() for p, g in zip(params, grads)]


params = [torch.tensor(-15.0, requires_grad=True), torch.tensor(-10.0, requires_grad=True)]
LOSS2 = []
for _ in range(15):
    value, params = grad_step(params, 0.2)
    LOSS2 += [value]
w, b = params
# %% practice-plot
for history, rate in ((LOSS, 0.1), (LOSS2, 0.2)):
    plt.plot(history, label=f"rate {rate}")
plt.gca().set(xlabel="updates", ylabel="loss")
plt.legend()
plt.show()
