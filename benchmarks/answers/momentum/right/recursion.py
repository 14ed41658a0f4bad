# expect: practice-losses=correct practice-parameters=correct practice-figure=correct
# mistakes:

# %% practice-train
def walk(w, b, vw, vb, left):
    if left == 0:
        return [], w, b
    error = w * X + b - Y
    vw = 0.8 * vw + 2 * (error * X).mean()
    vb = 0.8 * vb + 2 * error.mean()
    rest, w_end, b_end = walk(w - lr * vw, b - lr * vb, vw, vb, left - 1)
    return [(error ** 2).mean().item()] + rest, w_end, b_end


LOSS, w, b = walk(torch.tensor(-8.0), torch.tensor(12.0), 0.0, 0.0, 60)
# %% practice-plot
plt.plot(LOSS, label="momentum 0.8")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
plt.show()
