# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: too-few-epochs plots-another-list
# values: too-few-epochs=5 plots-another-list=LOSS_Loader
# note: five epochs, and the plot of the worked history

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
for epoch in range(5):
    LOSS.append(criterion(forward(X), Y).item())
    for x, y in trainloader:
        criterion(forward(x), y).backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS_Loader, label="loss")
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
