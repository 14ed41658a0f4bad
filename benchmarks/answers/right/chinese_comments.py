# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: comments in Chinese, plot labels in Spanish

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

# 训练模型
def my_train_model(epochs):
    for epoch in range(epochs):
        # 先记录总损失
        LOSS.append(criterion(forward(X), Y).item())
        for x, y in trainloader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label="pérdida")
plt.xlabel("época")
plt.ylabel("pérdida total")
plt.legend()
plt.show()
