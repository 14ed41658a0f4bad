# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: globals set inside the function, start values too

# %% practice-train
def start():
    global LOSS, w, b
    LOSS = []
    w = torch.tensor(-12.0, requires_grad = True)
    b = torch.tensor(-10.0, requires_grad = True)

def train():
    global w, b, LOSS
    for epoch in range(10):
        LOSS = LOSS + [criterion(forward(X), Y).item()]
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            w = torch.tensor(w.item() - lr * w.grad.item(), requires_grad=True)
            b = torch.tensor(b.item() - lr * b.grad.item(), requires_grad=True)

start()
train()
start()
train()
# %% practice-plot
plt.plot(range(1, len(LOSS) + 1), LOSS, "o-", label="SGD")
plt.title("Loss per epoch")
plt.xlabel("Epoch")
plt.ylabel("Loss")
plt.legend(loc="upper right")
plt.show()
