"""The third thing that is said of a mistake, after its title and its hint: where to look, and what should be so there.

Shown on demand after several wrong attempts. None of them is the line of code, and none names a number that the task
does not name itself.
"""

from collections.abc import Mapping

CLOSER_HINTS: Mapping[str, str] = {
    # recorded
    "loss-against-x": "Find the line that measures the loss you record. Its second argument should be the measured "
    "values that belong to the inputs; read which name stands there now.",
    "loss-against-clean-line": "Find the line that measures the loss you record. The noise-free values were only used "
    "to make the data; the targets with noise are what the criterion should get.",
    "loss-against-inner-y": "The loss that you record should be measured with two things of the same length: "
    "predictions for every input, and the targets of every input. Print both shapes.",
    "loss-against-other-data": "Write down for the recorded loss which inputs the predictions come from, and which "
    "targets stand beside them. Both should come from one data set.",
    "loss-after-update": "Do it with a pencil for the first epoch: at the moment when something is appended, have the "
    "parameters moved already? Move the recording so that they have not.",
    "loss-before-update": "Do it with a pencil for the first epoch: at the moment when something is appended, have the "
    "parameters moved yet? The task wants to see them moved.",
    "start-recorded-extra": "Print the length of the list after the training. One of the places that append stands "
    "outside of the loop over epochs; the task needs the one inside only.",
    "recorded-once": "Print the length of the list inside the loop. If it never passes one, the list is made again in "
    "each epoch; if it stays empty until the end, the recording stands below the loop.",
    "loss-of-last-sample": "What you append was computed in the inner loop, from the last pairs that came by. Compute "
    "a loss anew for the record, with all inputs and all targets.",
    "loss-averaged-over-samples": "You add up losses while the inner loop runs. Leave that out, and measure the total "
    "loss once in each epoch, at the moment that the task names.",
    "loss-per-sample": "Count the entries: as many as all updates together. The line that appends is indented one "
    "level too far.",
    "loss-per-epoch": "Count the entries: as many as epochs. The line that appends should run each time the "
    "parameters move, so it belongs one level further in.",
    "losses-not-kept": "Print the task's list after the training. The numbers live in a name that ends with the "
    "function, or were never kept: return them and keep what is returned, or append where they arise.",
    "recorded-now-and-then": "Look for a condition above the line that appends, such as a remainder of the epoch. "
    "Every epoch should pass it.",
    "history-appended-twice": "Print the length of the list before and after the training. Before it should be 0; if "
    "afterwards there are twice as many as epochs, two lines append.",
    "appended-to-another-list": "Search the answer for the word append, and read the name in front of it letter by "
    "letter. The list of the task has another name, and it should be new and empty.",
    "measured-before-training": "Number the lines in the order in which they run. The measuring should have a larger "
    "number than the last update.",
    "histories-exchanged": "Say aloud for each line that appends: this list, measured on these data. For two of them "
    "the list and the data do not belong together.",
    "history-of-other-data": "For the line that appends to this list, underline the inputs and the targets. Both "
    "should be those of the data set that the list is named after.",
    "earlier-entries-kept": "Print the list right before your training. It should be empty then: make a new one in "
    "your answer instead of going on with the old one.",
    # cost
    "loss-summed": "Divide your first entry by the first one of the task's size, or print the number of samples: the "
    "loss is larger by that factor. The criterion of the lab averages by itself.",
    "gradient-summed-loss": "What backward is called on should be an average over the pairs at hand. Somewhere a sum "
    "is made, or an average is multiplied again.",
    "loss-halved": "Compare the first entry with the criterion of the lab at the start values: yours is half of it. "
    "Look for a factor of one half or a division by two.",
    "loss-rooted": "Square your first entry: then it is the right one. Look for a root in your own formula.",
    "loss-absolute": "Look at how the distance between prediction and target is made positive. The lab does that by a "
    "square, not by leaving out the sign.",
    "squared-errors": "Search the answer for the place where a loss is computed. What stands there should be the "
    "criterion that the task names.",
    "another-criterion": "Search the answer for every call of a criterion, for training and for recording. Both "
    "should be the one that the task names.",
    "activation-left-out": "Follow one input through the model on paper. Between which two steps does the worked "
    "model bend the line, and is that step in yours?",
    "activation-applied-twice": "Print one output of the model, before anything is done with it. If it lies between 0 "
    "and 1 already, nothing more has to be applied.",
    "another-activation": "Read the method that computes the outputs, function by function, beside the text of the "
    "task. One of the functions has another name there.",
    "output-activated": "The last thing that the model does to its output bends it into a range. The targets are not "
    "bound to that range: end with the linear layer.",
    "layers-in-another-order": "The seed fixes a row of random numbers, and each new layer takes the next ones. Make "
    "the layers in the order in which the input passes them.",
    "another-layer-size": "Print the model. The sizes in its lines should be those of the task, from the input to the "
    "output.",
    # updates
    "gradients-not-zeroed": "Print the gradient of a parameter right before a new one is computed. It should be zero "
    "or None there, in every update; now it still holds the old one.",
    "w-gradient-not-zeroed": "Print both gradients right before new ones are computed. That of b is cleared, that of "
    "w still holds the old one.",
    "b-gradient-not-zeroed": "Print both gradients right before new ones are computed. That of w is cleared, that of "
    "b still holds the old one.",
    "one-gradient-not-zeroed": "Print all gradients right before new ones are computed. One of them still holds the "
    "old one: is it named in the line that clears, and with the right name?",
    "gradient-ascent": "Print the loss in two epochs: it grows. Look at the sign between the parameter and the step in "
    "the line that moves it.",
    "one-parameter-uphill": "Compare the lines that move the parameters sign by sign. In one the step is added.",
    "only-w-updated": "Print b in two epochs: it stays as it is. Which line should move it, is it there, and does it "
    "change b itself?",
    "only-b-updated": "Print w in two epochs: it stays as it is. Which line should move it, is it there, and does it "
    "change w itself?",
    "one-parameter-not-updated": "Print every parameter in two epochs: one stays as it is. Which line should move it, "
    "and does that line change the parameter itself?",
    "parameters-not-updated": "Print the gradients at the line where the parameters should move. If they are zero or "
    "None, they were cleared too early or not computed yet; if not, that line changes something else.",
    "b-updated-with-w-gradient": "In the line that moves b two parameters are named. Only one of them should be.",
    "w-updated-with-b-gradient": "In the line that moves w two parameters are named. Only one of them should be.",
    "updated-with-another-gradient": "In the line that moves this parameter another parameter's gradient stands. Only "
    "one parameter should be named there.",
    "updated-with-another-velocity": "In the line that moves this parameter another one's velocity stands. Each "
    "parameter should have its own on both sides.",
    "batch-update-per-epoch": "Count how often the parameters move in one epoch, for instance with a counter that you "
    "print. It should be as often as the loader hands out a batch.",
    "update-for-each-pair": "Count how often the parameters move in one epoch, for instance with a counter that you "
    "print. It should be once, from a loss over all the data.",
    "optimiser-of-another-model": "Find the line that makes the optimiser, and the line that makes the model. Which of "
    "them runs first, and does the optimiser get the parameters of the model that you train?",
    "optimiser-over-some-parameters": "Print how many parameters the model has and how many the optimiser was given. "
    "Hand it all of them.",
    "another-optimiser": "Read the line that makes the optimiser, from the class to the last argument, beside the text "
    "of the task.",
    "velocity-averaged": "In the line that renews the velocity, two things are added. Only the old velocity should be "
    "multiplied by something there.",
    "moved-before-velocity": "Do the first step with a pencil: the velocity is zero, so nothing would move. Which of "
    "the two lines has to come first so that it does?",
    "one-without-momentum": "Put the lines that renew the velocities below each other. In one of them the old velocity "
    "does not stand on the right side.",
    "velocity-renewed-from-another": "In the line that renews this velocity two velocities are named. Only one of them "
    "should be, on both sides.",
    "one-velocity-for-all": "Count the names that are kept from one update to the next. There should be as many as "
    "parameters, and each should gather the gradients of one.",
    "velocity-is-the-gradient": "Print the velocity before and after the gradients are cleared: it changes with them. "
    "Renew it by a computation, or take a copy.",
    "rate-used-twice": "The learning rate should stand in one line of each update only. Look for it where the velocity "
    "is renewed, and where the parameter moves.",
    "one-parameter-with-another-rate": "Put the lines that move the parameters below each other. In one of them the "
    "gradient is multiplied by something else.",
    "nesterov-momentum": "The gradient should be computed where the parameters are, and the step should be the "
    "velocity alone. Look for a further term, or for an argument that switches it on.",
    "diverged": "Print the parameters in the first three updates. If each step is larger than the one before, compare "
    "learning rate, sign and clearing of gradients with the worked training, one after the other.",
    # data
    "trained-on-x-as-target": "In the line that computes the loss for an update, the second argument should be the "
    "target of the pair. Read the order in which the loop takes a pair apart.",
    "trained-on-clean-line": "In the line that computes the loss for an update, the noise-free values stand where the "
    "measured targets should.",
    "clean-line-throughout": "Search the answer for the noise-free values. They were only used to make the data; the "
    "measured targets should stand in both places.",
    "trained-against-other-data": "In the line that computes the loss for an update, underline the inputs and the "
    "targets. Both should come from the same data set.",
    "sample-loss-against-all-y": "Print the shapes of prediction and target in the inner loop. They should be equal; "
    "now the target is the whole column.",
    "prediction-on-all-x": "Print the shapes of prediction and target in the inner loop. They should be equal; now "
    "the prediction is made for the whole column.",
    "all-data-at-each-update": "In the inner loop no variable of the loop is used. Prediction and target there should "
    "be made from what the loader handed out in this very step.",
    "mini-batches": "Print the size of what the loader hands out first. Which loader does the loop name, and what was "
    "said when it was made?",
    "loader-not-made": "Search the answer for the line that makes the loader. It is missing or has another name, so "
    "the loop goes through the one of the cell above.",
    "another-loader": "Compare the name behind the word in of your loop with the name of the loader in the task.",
    "trained-on-other-data": "Print one pair that your loop hands out, and one of the data set of the task. Which data "
    "set was your loader made from?",
    "trained-on-noisy-pairs": "Print one pair that your loop hands out, and one of the data set of the lab: the "
    "targets differ. Go through the data set that the task names.",
    "shuffled-order": "Run the first epoch twice and print the first pair of each: they differ. Look at the arguments "
    "of the loader.",
    "reversed-order": "Print the first pair that the loop hands out: it is the last one of the data. Look for "
    "something that turns the order.",
    # numbers
    "no-epoch-loop": "How many loops does your answer have, and over what does each go? One should go over the pairs, "
    "and one round it should count the epochs.",
    "too-few-epochs": "Print the counter of the epochs in its loop. How many lines does it print, and does something "
    "end the loop early?",
    "too-many-epochs": "Print the counter of the epochs in its loop. How many lines does it print, and was the cell or "
    "the training function run twice?",
    "learning-rate-too-small": "Print what the gradient is multiplied by in your update. Is it the number that the "
    "task names, and what has changed it on the way?",
    "learning-rate-too-large": "Print what the gradient is multiplied by in your update. Is it the number that the "
    "task names, and what has changed it on the way?",
    "learning-rate-divided-by-batch": "In the line that moves the parameters, or above it, the rate is divided by a "
    "number of pairs. Leave it as it is given.",
    "momentum-left-out": "Look at what your code keeps from one step to the next. There should be a velocity for each "
    "parameter, or an argument of the optimiser that stands for it.",
    "another-momentum": "Print the factor that the old velocity is multiplied by, or the argument of the optimiser, "
    "and compare it with the task.",
    "momentum-added": "Look for a velocity that is kept from step to step, or for an argument of the optimiser that "
    "the task does not name.",
    "weight-decay-left-out": "Read what the task wants the optimiser to be made with. One argument of that is missing "
    "in your line.",
    "another-weight-decay": "Print the optimiser: its line names the weight decay. Compare that number with the task.",
    "seed-not-set": "Find the first line of your answer that draws random numbers, such as the one that makes the "
    "model. The seed should be set directly above it.",
    "more-drawn-after-seed": "Between the seed and the training count the lines that draw random numbers or make a "
    "model. There should be one model.",
    "another-seed": "Read the number with which you set the seed beside that of the task.",
    # starts
    "wrong-start-w": "Print w right before the training. It should be the number of the task, with its sign.",
    "wrong-start-b": "Print b right before the training. It should be the number of the task, with its sign.",
    "wrong-start": "Print the parameters right before the training. They should be the numbers of the task, with their "
    "signs.",
    "start-not-reset": "Print the parameters right before your training: they are where an earlier training ended. "
    "They have to be made or set anew in your answer.",
    "start-not-set": "Print the parameters right after the model is made, twice: they differ from run to run. The task "
    "names what they should be set to.",
    # calls
    "function-never-called": "Put a print into the first line of your function: nothing appears. Below the function a "
    "line is missing that uses its name with round brackets.",
    "worked-function-called": "Search the answer for the name of the worked function. That call runs the worked "
    "training once more; your own function has another name.",
    # choices
    "chosen-by-another-measure": "Look at the list whose smallest or largest entry you take. Which data was it "
    "measured on, and which data may a choice be made by?",
    "chosen-the-worst": "Print the measure of what you chose beside all others. Should it be the smallest one or the "
    "largest one?",
    "last-one-kept": "Print the place that was chosen, and how many models there are. What you keep should be taken "
    "from that place of a list that holds them all.",
    "chosen-without-comparing": "Change the order of the candidates: the same place is still chosen. The place should "
    "come out of the measured values.",
    "wrong-threshold": "Print the smallest and the largest output. Decide where the middle between the two classes "
    "lies on that scale.",
    "labels-exchanged": "Print the output for one sample of each class. Which of both is above the threshold, and "
    "which label do you give it?",
    "counted-not-averaged": "Print the value: it is larger than 1. Divide by how many samples there are.",
    "given-in-percent": "Print the value: it is larger than 1. A factor has to be left out.",
    # what the judge finds without a replay
    "same-numbers-everywhere": "Search the answer for digits. Each number that you did not choose yourself should come "
    "from a name of the notebook.",
    "plots-another-list": "Read the name inside the call that plots. It should be the list that your own training "
    "filled.",
    "part-not-written": "Search the answer for dots, pass and NotImplementedError. Each of them stands where a line of "
    "yours should.",
    "cell-cannot-be-read": "Take the lines out one after the other, from below, until Python can read the cell. The "
    "last one that you took out, or the one before it, has the mistake.",
    "name-misspelt": "Copy the name from the place where it is made to the place where it is used.",
    "name-unknown": "Search the notebook for the line that gives the name a value. If there is one, run its cell; if "
    "it stands in a function, let the function return the value.",
    "local-name-without-value": "Inside the function the name stands left of an equals sign somewhere, which makes it "
    "the function's own. Hand the value in as an argument, and return what becomes of it.",
    "history-keeps-graph": "Look at what is appended: a tensor. Turn it into a plain number in the very line that "
    "appends.",
    "zero-without-underscore": "Search the answer for zero with brackets behind it. The method that changes a gradient "
    "in place has one sign more in its name.",
    "gradient-not-there": "Print the gradient after backward. If it is None, the parameter was replaced by the result "
    "of a computation, or it never asked for gradients.",
    "changed-in-place": "The line that moves the parameters should work on their data, or stand where torch keeps no "
    "record. Compare it with the worked training.",
    "backward-twice": "Put a print beside the line that computes the loss and one beside backward. Both should appear "
    "equally often, in turn.",
    "loss-without-graph": "What backward is called on should be the result of the criterion, before it is turned into "
    "a number or detached.",
    "loss-of-many-numbers": "Print the shape of what backward is called on. It should be one number: the average over "
    "the pairs at hand is missing.",
    "sizes-do-not-fit": "Print the two shapes right above the line that is named. The one that is too long should be "
    "what the loop hands out, not the whole column.",
    "number-used-as-tensor": "Look for the line that turns a tensor into a number, and for the line that needs the "
    "tensor afterwards. Keep both under names of their own.",
    "list-used-as-number": "Print the type of each name in the line that is named. One is a list where a tensor or a "
    "number should stand.",
    "number-gone-through": "What stands behind the word in is one number. A loop that counts needs something that "
    "counts up to it.",
    "built-in-name-used": "Print the type of each name in the line that is named. One of them is a function of "
    "Python's own, or a method without the brackets of a call.",
    "not-a-whole-number": "Print the number and its type right above the line that is named. A division or a "
    "multiplication has made it a fraction on the way.",
    "not-a-method": "Print the type of what stands before the dot. It is not what you take it for, or the method has "
    "another name there.",
    "called-without-being-a-function": "Search the notebook for the line that gave this name a value. Give that value "
    "another name, restart, and run all cells.",
    "other-arguments-than-taken": "Write the first line of the function above its call, and count the arguments from "
    "left to right.",
    "result-kept-elsewhere": "Print the parameters inside the training and after it: they differ. What the training "
    "moves should be the names of the task, or be handed back to them.",
    "not-plain-numbers": "Print the type of the first entry. Each entry should be made a plain number before it is "
    "kept.",
    "none-is-kept": "Find the line that gives the name its value. On its right side stands something that gives "
    "nothing back.",
    "numbers-rounded": "Search the answer for round, for a format with a dot in it, and for types of half precision. "
    "Keep what was computed, and round where you print.",
    "nearly-right": "Compare your update with the worked one term by term. Something small is added, left out or "
    "rounded on the way.",
    "other-default-of-torch": "Search the notebook for a line with set_default in it. Take it out, restart the kernel "
    "and run all cells.",
}
"""By the name of the mistake."""
