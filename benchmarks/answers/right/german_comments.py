# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: comments and names in German

# %% practice-train
# Aufgabe: zehn Epochen trainieren
LOSS = []  # Gesamtverlust pro Epoche
w = torch.tensor(-12.0, requires_grad = True)
b = torch.tensor(-10.0, requires_grad = True)

def trainiere(epochen):
    for größe in range(epochen):
        verlust = criterion(forward(X), Y)  # vor dem Update!
        LOSS.append(verlust.item())
        for x, y in trainloader:
            schätzung = forward(x)
            fehler = criterion(schätzung, y)
            fehler.backward()
            # Schritt gegen den Gradienten
            w.data = w.data - lr * w.grad.data
            b.data = b.data - lr * b.grad.data
            # Gradienten zurücksetzen
            w.grad.data.zero_()
            b.grad.data.zero_()

trainiere(10)
# %% practice-plot
plt.plot(LOSS, label="Verlust")
plt.xlabel("Epoche")
plt.ylabel("Gesamtverlust")
plt.legend()
plt.show()
