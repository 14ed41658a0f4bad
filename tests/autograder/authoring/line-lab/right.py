# Right, in another style than the solution.
# expect practice-losses: correct
# expect practice-parameters: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
w = torch.tensor(6.0, requires_grad=True)
b = torch.tensor(8.0, requires_grad=True)
step = torch.optim.SGD([w, b], lr=lr)
for _ in range(10):
    loss = criterion(forward(X), Y)
    LOSS.append(float(loss.detach()))
    step.zero_grad()
    loss.backward()
    step.step()

# %% practice-plot
fig, ax = plt.subplots()
ax.plot(LOSS, label="practice")
ax.set(xlabel="epoch", ylabel="loss")
ax.legend()
