# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: an own DataLoader under another name, same order, batch size one

# %% practice-train
from torch.utils.data import DataLoader

LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
my_loader = DataLoader(dataset = Data(), batch_size = 1, shuffle = False)

def my_train_model(epochs):
    for epochs in range(epochs):
        loss = criterion(forward(X), Y)
        LOSS.append(loss.item())
        for x, y in my_loader:
            loss = criterion(forward(x), y)
            loss.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.zero_()
            b.grad.zero_()

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
