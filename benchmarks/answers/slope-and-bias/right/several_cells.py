# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:
# note: the answer spread over three cells

# %% practice-train
LOSS2 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
# %% own
def train(n, eta):
    for it in range(n):
        l = criterion(forward(X), Y)
        LOSS2.append(l.data.item())
        l.backward()
        w.data.sub_(eta * w.grad)
        b.data.sub_(eta * b.grad)
        w.grad.zero_(); b.grad.zero_()
# %% own
train(15, 0.2)
print(w, b)
# %% practice-plot
plt.plot(LOSS, color="tab:blue", label="LOSS")
# %% own
plt.plot(LOSS, color="tab:blue", label="LOSS")
plt.plot(LOSS2, color="tab:orange", label="LOSS2")
plt.xlabel("iterations")
plt.ylabel("cost")
plt.legend()
