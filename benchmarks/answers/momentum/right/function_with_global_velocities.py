# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
vw, vb = torch.zeros(1), torch.zeros(1)

def my_train_model(steps):
    global vw, vb
    for i in range(steps):
        yhat = forward(X)
        loss = criterion(yhat, Y)
        LOSS.append(loss.item())
        loss.backward()
        vw = mu * vw + w.grad
        vb = mu * vb + b.grad
        w.data = w.data - lr * vw.squeeze()
        b.data = b.data - lr * vb.squeeze()
        w.grad.data.zero_()
        b.grad.data.zero_()

mu = 0.8
my_train_model(60)
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
