# expect: practice-errors=wrong practice-choice=wrong practice-figure=wrong
# mistakes: rates-of-the-worked-part |

# %% practice-train
train_error = worked_train_error
validation_error = worked_validation_error
best = torch.argmin(validation_error)
best_lr = worked_rates[best]
good_model = WORKED_MODELS[best]

# %% practice-plot
plt.semilogx(worked_rates, train_error, label="training")
plt.semilogx(worked_rates, validation_error, label="validation")
plt.xlabel("learning rate")
plt.ylabel("error")
plt.legend()
plt.show()
