# expect: practice-losses=wrong practice-parameters=correct practice-figure=wrong
# mistakes: appended-to-another-list
# values: appended-to-another-list=LOSS_SGD
# note: appends to the list of the stochastic run, plots the empty LOSS beside others

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(10):
    LOSS_SGD.append(criterion(forward(X), Y).tolist())
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data = w.data - lr * w.grad.data
        b.data = b.data - lr * b.grad.data
        w.grad.data.zero_()
        b.grad.data.zero_()
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS_BGD, label="LOSS_BGD")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()
