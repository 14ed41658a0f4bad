# lab: mini-batch
# expect: practice-losses=wrong practice-parameters=wrong practice-figure=missing
# mistakes: part-not-written|part-not-written part-not-written
# never: function is defined, but

# %% practice-train
LOSS_MINI20 = []
w = torch.tensor(-15.0, requires_grad=True)
b = torch.tensor(-10.0, requires_grad=True)
trainloader = DataLoader(dataset=dataset, batch_size=20)
def my_train_model(epochs):
    pass

my_train_model(10)
