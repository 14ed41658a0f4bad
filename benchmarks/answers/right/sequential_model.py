# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: nn.Sequential, parameters fetched by a list of all of them

# %% practice-train
model = torch.nn.Sequential(torch.nn.Linear(in_features=1, out_features=1, bias=True))
torch.nn.init.constant_(model[0].weight, -12.0)
torch.nn.init.constant_(model[0].bias, -10.0)
optimizer = torch.optim.SGD(model.parameters(), lr)

def run_epochs(n):
    losses = []
    for i in range(n):
        losses.append(torch.nn.functional.mse_loss(model(X), Y).item())
        for x, y in trainloader:
            optimizer.zero_grad()
            out = model(x)
            torch.nn.functional.mse_loss(out, y).backward()
            optimizer.step()
    return losses

LOSS = run_epochs(10)
w, b = [p.detach().squeeze() for p in model.parameters()]
# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="LOSS")
ax.set_xlabel("epoch")
ax.set_ylabel("total loss")
ax.legend()
