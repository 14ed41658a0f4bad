# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the list keeps loss tensors; the plot takes the numbers out

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
for i in range(15):
    loss = criterion(forward(X), Y)
    LOSS2.append(loss)
    loss.backward()
    w.data = w.data - 0.2 * w.grad
    b.data = b.data - 0.2 * b.grad
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(range(15), LOSS, 'r', label='LOSS')
plt.plot(range(15), [l.item() for l in LOSS2], 'b', label='LOSS2')
plt.title('learning rates')
plt.xlabel('iteration')
plt.ylabel('loss')
plt.legend(loc='upper right')
plt.show()
