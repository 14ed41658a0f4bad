# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
# the averaged form; five times the rate makes it the same
m_w, m_b = torch.tensor(0.0), torch.tensor(0.0)
beta = 0.8
for t in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    loss.backward()
    m_w = beta * m_w + (1 - beta) * w.grad
    m_b = beta * m_b + (1 - beta) * b.grad
    w.data -= lr / (1 - beta) * m_w
    b.data -= lr / (1 - beta) * m_b
    w.grad.zero_()
    b.grad.zero_()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
