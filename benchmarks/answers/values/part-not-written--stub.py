# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: part-not-written|part-not-written part-not-written
# never: function is defined, but

# %% practice-train
LOSS = []
w = torch.tensor(-12.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
def my_train_model(epochs):
    pass

my_train_model(10)
