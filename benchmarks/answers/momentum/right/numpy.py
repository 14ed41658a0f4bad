# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
import numpy as np

x, y = X.numpy().ravel().astype(np.float64), Y.numpy().ravel().astype(np.float64)
theta, v = np.array([-8.0, 12.0]), np.zeros(2)
A = np.column_stack([x, np.ones_like(x)])
LOSS = []
for k in range(60):
    r = A @ theta - y
    LOSS.append(r @ r / len(y))
    v = 0.8 * v + 2 * A.T @ r / len(y)
    theta = theta - lr * v
w, b = theta
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
