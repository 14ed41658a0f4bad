# The worked function copied, with a live figure, a new rate and a list of its own.
# students: 5
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
lr = 0.2
get_surface = plot_error_surfaces(15, 13, X, Y, 30, go = False)

def my_train_model(iter):
    for epoch in range(iter):
        Yhat = forward(X)
        loss = criterion(Yhat, Y)
        LOSS2.append(loss.item())
        get_surface.set_para_loss(w.data.tolist(), b.data.tolist(), loss.tolist())
        if epoch % 3 == 0:
            get_surface.plot_ps()
        loss.backward()
        w.data = w.data - lr * w.grad.data
        b.data = b.data - lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()

my_train_model(15)
# %% practice-plot
plt.plot(LOSS, label = "lr = 0.1")
plt.plot(LOSS2, label = "lr = 0.2")
plt.xlabel("iterations")
plt.ylabel("total loss")
plt.legend()
