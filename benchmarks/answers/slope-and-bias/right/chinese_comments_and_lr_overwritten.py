# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: lr is set anew; the worked function keeps its own

# %% practice-train
# 设置学习率
lr = 0.2
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
# 训练 15 次
for 次 in range(15):
    损失 = criterion(forward(X), Y)
    LOSS2.append(损失.item())
    损失.backward()
    w.data = w.data - lr * w.grad.data
    b.data = b.data - lr * b.grad.data
    w.grad.data.zero_()
    b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS, label="lr = 0.1")
plt.plot(LOSS2, label="lr = 0.2")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
