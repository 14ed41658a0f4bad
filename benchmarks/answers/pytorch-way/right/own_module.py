# expect: practice-model=correct practice-losses=correct practice-figure=correct
# mistakes:
# note: a module of one's own with the weight as a number, copied into the model that is asked for

# %% practice-train
class MyLine(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor(-15.0))
        self.b = nn.Parameter(torch.tensor(-10.0))

    def forward(self, x):
        return self.w * x + self.b


net = MyLine()
opt = optim.SGD(net.parameters(), lr=0.1)
LOSS = []
for epoch in range(10):
    LOSS.append(criterion(net(X), Y).item())
    for x, y in DataLoader(dataset, batch_size=1):
        opt.zero_grad()
        criterion(net(x), y).backward()
        opt.step()

model = linear_regression(1, 1)
model.load_state_dict({"linear.weight": net.w.detach().view(1, 1), "linear.bias": net.b.detach().view(1)})
# %% practice-plot
plt.plot(LOSS_SLOW, label="lr = 0.01")
plt.plot(LOSS, label="lr = 0.1")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
