# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# never: without momentum
# never: averaged

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
optimizer = torch.optim.Adam([w, b], lr=lr, betas=(0.8, 0.999))
for step in range(60):
    loss = criterion(forward(X), Y)
    LOSS.append(loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
