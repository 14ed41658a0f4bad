# lab: mini-batch
# expect: practice-losses=wrong practice-parameters=correct practice-figure=correct
# mistakes: numbers-rounded
# never: nothing was trained
# never: typed or copied
# never: one entry more
# never: is not recognised

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20)
for epoch in range(10):
    LOSS_MINI20.append(float(f'{criterion(forward(X), Y).item():.3g}'))
    for x, y in trainloader:
        loss = criterion(forward(x), y)
        loss.backward()
        w.data -= lr * w.grad
        b.data -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
# %% practice-plot
plt.plot(LOSS_BGD, label='LOSS_BGD')
plt.plot(LOSS_SGD, label='LOSS_SGD')
plt.plot(LOSS_MINI5, label='LOSS_MINI5')
plt.plot(LOSS_MINI10, label='LOSS_MINI10')
plt.plot(LOSS_MINI20, label='LOSS_MINI20')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
