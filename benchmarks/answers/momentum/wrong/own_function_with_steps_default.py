# expect: practice-losses=wrong practice-parameters=wrong practice-figure=correct
# mistakes: too-few-epochs
# says: practice-losses | The training runs for 50 steps, which is too few.
# never: epoch
# values: 50

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
def my_train_model(steps=50, momentum=0.8):
    v_w, v_b = 0, 0
    for step in range(steps):
        loss = criterion(forward(X), Y)
        LOSS.append(loss.item())
        loss.backward()
        v_w = momentum * v_w + w.grad
        v_b = momentum * v_b + b.grad
        w.data -= lr * v_w
        b.data -= lr * v_b
        w.grad.zero_()
        b.grad.zero_()

my_train_model()
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
