# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: an nn.Module of one's own with two scalar parameters

# %% practice-train
class Line(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor(w))
        self.b = torch.nn.Parameter(torch.tensor(b))

    def forward(self, x):
        return self.w * x + self.b


line = Line(-12.0, -10.0)
sgd = torch.optim.SGD(line.parameters(), lr=lr)
LOSS = []
for epoch in range(10):
    line.eval()
    with torch.inference_mode():
        LOSS.append(criterion(line(X), Y).item())
    line.train()
    for x, y in trainloader:
        loss = criterion(line(x), y)
        sgd.zero_grad()
        loss.backward()
        sgd.step()
w, b = line.w, line.b
# %% practice-plot
plt.semilogy(LOSS, label="training loss")
plt.xlabel("Epoch number")
plt.ylabel("Total loss (log scale)")
plt.legend()
plt.show()
