# expect: practice-losses=wrong practice-parameters=wrong practice-figure=wrong
# mistakes: same-numbers-everywhere

# %% practice-train
LOSS2 = [835.276123046875, 61.90712356567383, 12.644750595092773, 4.172732830047607, 1.4937554597854614, 0.5429337024688721, 0.20068359375, 0.07729365676641464, 0.032801032066345215, 0.016755590215325356, 0.010970696806907654, 0.008885, 0.008132, 0.007861, 0.007763]
w = torch.tensor(1.006254)
b = torch.tensor(-1.026698)
# %% practice-plot
plt.plot(LOSS, label="LOSS")
plt.plot(LOSS2, label="LOSS2")
plt.xlabel("iteration")
plt.ylabel("cost")
plt.legend()
