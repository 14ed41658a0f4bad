# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere
# note: numbers typed as printed, four decimals

# %% practice-train
LOSS = [576.7097, 73.4361, 17.1686, 4.2428, 0.9420, 0.2665, 0.0522, 0.0273, 0.0087, 0.0105]
w = torch.tensor(1.0039, requires_grad = True)
b = torch.tensor(-1.0114, requires_grad = True)
# %% practice-plot
plt.plot(LOSS, label="mini-batch gradient descent with DataLoader")
plt.xlabel("epoch")
plt.ylabel("Cost/total loss")
plt.legend()
plt.show()
