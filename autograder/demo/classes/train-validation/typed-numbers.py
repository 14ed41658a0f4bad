# Numbers typed off somebody's screen.
# students: 1
# expect practice-errors: wrong, same-numbers-everywhere
# expect practice-choice: wrong
# expect practice-figure: wrong

# %% practice-train
train_error = [229.2523, 43.7668, 56.8312, 60.3959]
validation_error = [105.1183, 12.5352, 0.5171, 1.6866]
best_lr = 0.05
good_model = linear_regression(1, 1)
good_model.linear.weight.data.fill_(-3.2189)
good_model.linear.bias.data.fill_(1.5746)

# %% practice-plot
plt.semilogx(learning_rates, train_error, label="training")
plt.semilogx(learning_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()

# %% practice-explain [markdown]
# 1. The training error is lowest at the second rate, the validation error at the third. The training data have outliers, the validation data have none.
# 2. Then training error and validation error are the same, and the bent line wins without anybody noticing.
# 3. The lowest of 500 errors is low partly by luck. One needs data that took part in nothing.
