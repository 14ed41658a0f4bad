# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes:
# note: solves the line in closed form, no training at all

# %% practice-train
import numpy as np
A = np.column_stack([X.numpy(), np.ones(len(X))])
solution, *_ = np.linalg.lstsq(A, Y.numpy().ravel(), rcond=None)
w, b = solution
LOSS = [criterion(float(w) * X + float(b), Y).item()] * 10
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
