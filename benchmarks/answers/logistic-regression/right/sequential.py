# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:
# note: nn.Sequential with the same two parameters, in double precision

# %% practice-train
model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid()).double()
model[0].weight.data.fill_(6)
model[0].bias.data.fill_(-8)
optimizer = optim.SGD(model.parameters(), lr=lr)
LOSS = []
Xd, Yd = X.double(), Y.double()
for e in range(8):
    LOSS.append(criterion(model(Xd), Yd).item())
    for i in range(2):
        part = slice(10 * i, 10 * i + 10)
        optimizer.zero_grad()
        criterion(model(Xd[part]), Yd[part]).backward()
        optimizer.step()
accuracy = (torch.where(model(Xd) > 0.5, 1.0, 0.0) == Yd).double().mean().item()
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
