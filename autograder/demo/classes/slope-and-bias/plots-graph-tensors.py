# Everything right, but the plot stops: tensors with their graph cannot be drawn.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: wrong, history-keeps-graph

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr = 0.2
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss)
    loss.backward()
    w.data -= lr * w.grad
    b.data -= lr * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
