# A function like the worked one, with its figure.
# students: 5
# expect practice-losses: correct
# expect practice-model: correct
# expect practice-accuracy: correct
# expect practice-figure: correct

# %% practice-train
LOSS = []
model = logistic_regression(1)
model.state_dict()["linear.weight"][0] = 6
model.state_dict()["linear.bias"][0] = -8
optimizer = optim.SGD(model.parameters(), lr=lr)
trainloader = DataLoader(dataset=dataset, batch_size=10)
get_surface = plot_error_surfaces(15, 13, X, Y, 30, go=False, model="logistic", cost="cross-entropy")

def train_model(epochs):
    for epoch in range(epochs):
        LOSS.append(criterion(model(X), Y).item())
        for x, y in trainloader:
            yhat = model(x)
            loss = criterion(yhat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            get_surface.set_para_loss(model, loss.tolist())
        if epoch % 4 == 0:
            get_surface.plot_ps()

train_model(8)
yhat = model(X)
label = yhat > 0.5
accuracy = torch.mean((label == Y.bool()).float())
print("The accuracy: ", accuracy)
# %% practice-plot
plt.plot(LOSS, label="cross-entropy")
plt.xlabel("epoch")
plt.ylabel("total loss")
plt.legend()
plt.show()
