# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: skeleton, functions and call in three cells

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

# %% own
# helper functions
def sgd_update(param):
    param.data = param.data - lr * param.grad.data
    param.grad.data.zero_()

def train_on(x, y):
    loss = criterion(forward(x), y)
    loss.backward()
    sgd_update(w)
    sgd_update(b)

# %% own
for epoch in range(10):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        train_on(x, y)

# %% own
LOSS
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
