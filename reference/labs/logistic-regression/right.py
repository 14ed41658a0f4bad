# The cross-entropy from the output of the line, by slices of the data, with steps and a count by hand.
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = logistic_regression(1)
with torch.no_grad():
    model.linear.weight.fill_(6.0)
    model.linear.bias.fill_(-8.0)
cost = nn.BCEWithLogitsLoss()

for epoch in range(8):
    LOSS.append(cost(model.linear(X), Y).item())
    for first in (0, 10):
        model.zero_grad()
        cost(model.linear(X[first : first + 10]), Y[first : first + 10]).backward()
        for parameter in model.parameters():
            parameter.data -= lr * parameter.grad

right = 0
for x, y in zip(X, Y):
    right += int((model(x).item() > 0.5) == (y.item() == 1))
accuracy = right / len(Y)

# %% practice-plot
plt.plot(LOSS, label="batches of 10")
plt.xlabel("epoch")
plt.ylabel("cross-entropy")
plt.legend()
plt.show()
