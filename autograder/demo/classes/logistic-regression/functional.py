# Torch.nn.functional, slices, autograd.grad.
# students: 1
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
import torch.nn.functional as F

model = logistic_regression(1)
nn.init.constant_(model.linear.weight, 6.0)
nn.init.constant_(model.linear.bias, -8.0)
LOSS = []
for epoch in range(8):
    with torch.no_grad():
        LOSS.append(F.binary_cross_entropy(model(X), Y).item())
    for start in range(0, 20, 10):
        loss = F.binary_cross_entropy(model(X[start:start + 10]), Y[start:start + 10])
        grads = torch.autograd.grad(loss, tuple(model.parameters()))
        with torch.no_grad():
            for p, g in zip(model.parameters(), grads):
                p.sub_(lr * g)
with torch.no_grad():
    accuracy = torch.eq(model(X) >= 0.5, Y >= 0.5).float().mean().item()
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
