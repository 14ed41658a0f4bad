# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: appended-to-another-list
# values: appended-to-another-list=LOSS_Loader
# note: copied from the worked cell together with its list; plots that list

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def my_train_model(epochs):
    for epoch in range(epochs):
        Yhat = forward(X)
        loss = criterion(Yhat, Y)
        LOSS_Loader.append(loss.tolist())
        for x, y in trainloader:
            yhat = forward(x)
            loss = criterion(yhat, y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS_Loader, label="DataLoader")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
