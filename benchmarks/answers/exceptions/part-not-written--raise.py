# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: part-not-written
# says: practice-losses|practice-train
# never: nothing was trained
# never: forward differs
# never: typed or copied
# never: Complete the answer cell

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train_model(epochs):
    raise NotImplementedError

my_train_model(10)
# %% practice-plot
plt.plot(LOSS, label='loss')
plt.xlabel('epoch')
plt.ylabel('total loss')
plt.legend()
plt.show()
