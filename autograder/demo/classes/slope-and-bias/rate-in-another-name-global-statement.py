# The rate under another name, and parameters made anew in each iteration.
# students: 2
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
lr2 = 0.2

def train_model2(iterations):
    global w, b
    for iteration in range(1, iterations + 1):
        loss = criterion(forward(X), Y)
        LOSS2.append(loss.item())
        loss.backward()
        new_w = w - lr2 * w.grad
        new_b = b - lr2 * b.grad
        w = new_w.detach().requires_grad_()
        b = new_b.detach().requires_grad_()

train_model2(15)
# %% practice-plot
plt.plot(LOSS2, label='second')
plt.plot(LOSS, label='first')
plt.ylabel('Loss')
plt.xlabel('Iteration')
plt.legend()
plt.savefig('losses.png')
plt.show()
