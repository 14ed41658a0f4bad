# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: loss-averaged-over-samples too-many-epochs
# values: too-many-epochs=20
# note: the usual running loss, twenty epochs

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)
optimizer = torch.optim.SGD([w, b], lr=lr)
for epoch in range(20):
    running = 0.0
    for i, (inputs, targets) in enumerate(trainloader, 0):
        optimizer.zero_grad()
        outputs = forward(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        running += loss.item()
    LOSS.append(running / (i + 1))
print("Finished Training")
# %% practice-plot
plt.plot(LOSS,label = "Stochastic Gradient Descent")
plt.xlabel('iteration')
plt.ylabel('Cost')
plt.legend()
