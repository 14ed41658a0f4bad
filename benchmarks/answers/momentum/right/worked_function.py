# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
LOSS = []
w = torch.tensor(-8.0, requires_grad=True)
b = torch.tensor(12.0, requires_grad=True)
train_model(60, 0.8, LOSS)
# %% practice-plot
plt.figure(figsize=(6, 3))
plt.plot(range(60), LOSS, color="k", label="0.8")
plt.title("loss")
plt.xlabel("n")
plt.ylabel("L")
plt.legend()
plt.tight_layout()
