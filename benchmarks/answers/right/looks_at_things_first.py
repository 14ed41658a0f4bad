# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: prints and small experiments in cells of its own that change nothing

# %% own after parameters
print(slope, bias, noise, seed)

# %% practice-train
for x, y in trainloader:
    print(x, y)
    break
print(len(trainloader), len(dataset), dataset[0])

# %% own
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
print("before:", criterion(forward(X), Y))

def train_model_practice(iter):
    for i in range(iter):
        L = criterion(forward(X), Y)
        LOSS.append(L.item())
        for x, y in trainloader:
            L = criterion(forward(x), y)
            L.backward()
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            w.grad.data.zero_()
            b.grad.data.zero_()
        print(f"epoch {i}: loss {LOSS[-1]:.3f}, w {w.item():.3f}, b {b.item():.3f}")

train_model_practice(10)

# %% own
print(w, b)
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
