# expect: practice-losses=correct practice-model=correct practice-accuracy=correct practice-figure=correct
# mistakes:
# note: everything under names of one's own; the accuracy as a NumPy number, clearing after the step

# %% practice-train
import numpy as np

def train(classifier, n_epochs=8, eta=lr):
    opt = optim.SGD(classifier.parameters(), eta)
    costs = np.zeros(n_epochs)
    for epoch in np.arange(n_epochs):
        costs[epoch] = criterion(classifier(dataset.x), dataset.y).detach().numpy()
        for inputs, labels in DataLoader(dataset, batch_size=10):
            criterion(classifier(inputs), labels).backward()
            opt.step()
            opt.zero_grad()
    return costs

model = logistic_regression(1)
with torch.no_grad():
    for p, v in zip(model.parameters(), (6.0, -8.0)):
        p.copy_(torch.full_like(p, v))
LOSS = train(model)
y_pred = (model(X).detach().numpy() > 0.5).astype(int)
accuracy = np.mean(y_pred == Y.numpy().astype(int))
# %% practice-plot
fig, ax = plt.subplots(figsize=(6, 4))
ax.plot(range(len(LOSS)), LOSS, marker=".", label="LOSS")
ax.set(xlabel="epochs done", ylabel="loss", title="practice")
ax.legend()
plt.show()
