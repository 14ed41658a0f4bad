# expect: practice-errors=correct practice-choice=correct practice-figure=correct
# mistakes:

# %% practice-train
x, y = train_data.x.double().flatten(), train_data.y.double().flatten()

def train(lr):
    p = torch.tensor([-15.0, -10.0], dtype=torch.float64)
    for epoch in range(5):
        for xi, yi in zip(x, y):
            q = p.clone().requires_grad_()
            (g,) = torch.autograd.grad((q[0] * xi + q[1] - yi) ** 2, q)
            p = p - lr * g
    return p

ps = [train(lr) for lr in learning_rates]
train_error = torch.stack([((p[0] * x + p[1] - y) ** 2).mean() for p in ps])
validation_error = torch.stack([((p[0] * val_data.x + p[1] - val_data.y) ** 2).mean() for p in ps])
best = validation_error.argmin().item()
best_lr = learning_rates[best]

class Line(nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = nn.Parameter(w.float().reshape(1, 1))
        self.b = nn.Parameter(b.float().reshape(1))

    def forward(self, x):
        return x @ self.w + self.b

good_model = Line(*ps[best])

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
