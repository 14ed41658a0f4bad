# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: dead code, strings and abandoned tries around the right answer

# %% practice-train
"""
def my_train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(forward(X), X))
"""
#w = torch.tensor(-15.0, requires_grad = True)
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def my_train_model_old(epochs):
    for epoch in range(epochs):
        loss = criterion(forward(X), X)   # wrong?
        LOSS.append(loss)

def my_train_model(epochs):
    for epoch in range(epochs):
        #LOSS.append(loss)
        LOSS.append(criterion(forward(X), Y).tolist())
        for x, y in trainloader:
            #yhat = forward(X)
            yhat = forward(x)
            loss = criterion(yhat, y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
#my_train_model(15)
my_train_model(10)
# %% practice-plot
plt.plot(LOSS, 'r--', label='LOSS')
plt.plot(LOSS_Loader, 'b', label='LOSS_Loader')
plt.xlabel('epoch')
plt.ylabel('loss')
plt.legend()
plt.show()
