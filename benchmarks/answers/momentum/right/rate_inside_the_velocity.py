# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
# v holds the step itself: the same path, as the rate stays the same
vw = vb = 0.0
for _ in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.detach())
    gw, gb = torch.autograd.grad(loss, [w, b])
    vw = 0.8 * vw - lr * gw
    vb = 0.8 * vb - lr * gb
    w.data.add_(vw)
    b.data.add_(vb)
# %% practice-plot
fig, ax = plt.subplots()
ax.semilogy(LOSS, ".-", label="mine")
ax.semilogy(LOSS_PLAIN, label="plain")
ax.semilogy(LOSS_MOMENTUM, label="0.9")
ax.set_xlabel("step")
ax.set_ylabel("loss")
ax.legend()
