# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: design matrix and parameter vector

# %% practice-train
import numpy as np
A = np.hstack([X.numpy(), np.ones((len(X), 1))]).astype(float)
t_noisy = Y.numpy().astype(float)
t = np.array([dataset[i][1].item() for i in range(len(dataset))])
theta = np.array([[-12.0], [-10.0]])
history = []
for k in range(10):
    history.append(float(np.square(A @ theta - t_noisy).mean()))
    for row, target in zip(A, t):
        theta -= lr * 2 * (row @ theta - target) * row[:, None]
LOSS = history
w, b = theta.ravel()
# %% practice-plot
plt.figure(figsize=(8, 4))
plt.plot(LOSS, color="tab:orange", linewidth=2, label="w=-12, b=-10")
plt.grid(True)
plt.xlabel('Epoch'); plt.ylabel('MSE')
plt.legend()
