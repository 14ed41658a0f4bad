# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: loss-against-clean-line
# note: total loss over the dataset's own points

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def train(n):
    all_x, all_y = dataset[:]
    for i in range(n):
        LOSS.append(criterion(forward(all_x), all_y).item())
        for x, y in trainloader:
            criterion(forward(x), y).backward()
            with torch.no_grad():
                w.sub_(lr * w.grad)
                b.sub_(lr * b.grad)
            w.grad.zero_()
            b.grad.zero_()

train(10)
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
